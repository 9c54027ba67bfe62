"""Commonwork: software that runs a solidarity-economy network."""
