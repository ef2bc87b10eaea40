"""What is done to the codes of the codebook, and how the codebook was before."""
