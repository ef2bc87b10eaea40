"""What questions to a study are asked of: its codings as frames, its words as an index, its log as a trail."""
