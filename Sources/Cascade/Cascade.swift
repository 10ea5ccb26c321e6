// where is the face
