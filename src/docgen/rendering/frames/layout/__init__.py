"""What of a laid-out page is the same for all communes, and where the rest goes."""
