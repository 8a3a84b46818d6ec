// A calendar on standard input -> what ical.js (of Thunderbird) reads in it: times as instants, and as a reader in Oslo sees them.
const reader = require("ical.js");

const content = JSON.parse(require("fs").readFileSync(0, "utf8"));
const calendar = new reader.Component(reader.parse(content));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new reader.Event(component);
  const [start, end] = [event.startDate, event.endDate].map((time) => time.toJSDate());
  return {
    uid: event.uid,
    zone: event.startDate.zone.tzid,
    start: start.toISOString(),
    end: end.toISOString(),
    seen: start.toLocaleString("sv-SE", { timeZone: "Europe/Oslo" }),
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    summary: event.summary,
  };
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), events }));
