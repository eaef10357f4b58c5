# Reads a calendar from standard input with Debian's python3-icalendar, writes its events as JSON.
import json
import sys
from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk("VEVENT"):
    if event.errors:
        raise ValueError(event.errors)
    categories = event.get("CATEGORIES")
    geo = event.get("GEO")
    events.append({
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": event["DTSTAMP"].dt.isoformat(),
        "start": event["DTSTART"].dt.isoformat(),
        "end": event["DTEND"].dt.isoformat(),
        "status": str(event["STATUS"]),
        "summary": str(event["SUMMARY"]),
        "description": str(event["DESCRIPTION"]),
        "location": str(event["LOCATION"]),
        "categories": [str(item) for item in categories.cats] if categories else [],
        "geo": [geo.latitude, geo.longitude] if geo else None,
        "url": str(event["URL"]),
    })
json.dump({"name": str(calendar["NAME"]), "events": events}, sys.stdout)
