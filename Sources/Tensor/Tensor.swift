// numbers in boxes
