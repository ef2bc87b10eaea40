"""The pages of the app; each has a function `show`. (A folder called `pages` Streamlit would run by itself.)"""
