"""The participants' web pages: rendered here, without JavaScript, cookies or anything fetched from elsewhere."""
