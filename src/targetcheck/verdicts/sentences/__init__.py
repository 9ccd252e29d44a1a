"""Phrases and sentences about a verdict, in Chinese and in English."""
