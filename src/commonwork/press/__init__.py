"""Press: the public voice. News and media, the story, announcements; written in Wagtail's editor, published by an act.

Nouns: news item, story page. Acts: news.publish, pages.prepare. Facts: press.news.published, press.site.prepared.
Only press (and site) imports Wagtail. Money and votes never pass through here.
"""
