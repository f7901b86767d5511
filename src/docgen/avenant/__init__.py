"""What changes from one act to another, said in the French of an amendment, and proved."""
