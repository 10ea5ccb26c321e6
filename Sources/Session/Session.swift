// time and threads
