// expression to music
