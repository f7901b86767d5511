"""The communes, how people name them, and who polices and governs them."""
