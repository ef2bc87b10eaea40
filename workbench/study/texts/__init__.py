"""What is done to transcripts: read, cut into segments, corrected, followed by what was marked in them, withdrawn."""
