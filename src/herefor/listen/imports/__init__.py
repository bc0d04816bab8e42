"""Reading files of answers: what a file is, what its columns mean, what its rows say."""
