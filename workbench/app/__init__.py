"""The app: Streamlit pages over one study; a page asks `Study`, draws, and sends acts back to it."""
