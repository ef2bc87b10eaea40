"""What a theme stands on: passages for and against, who speaks for it, groups of codes that could make one."""
