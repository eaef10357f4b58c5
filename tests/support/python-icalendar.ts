import { execFileSync, spawnSync } from "node:child_process";
import { installByApt, mayInstall } from "./apt.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** An event as Debian's python3-icalendar reads it back; moments as Python writes ISO 8601. */
export interface ReadEvent {
	uid: string;
	sequence: number;
	stamp: string;
	start: string;
	end: string;
	status: string;
	summary: string;
	description: string;
	location: string;
	categories: string[];
	geo: [number, number] | null;
	url: string;
}

const pythons = ["/usr/bin/python3", "python3"];

/**
 * Reads a calendar with Debian's python3-icalendar, installed now when we are root on a Debian.
 * @throws an error of one line saying what to do; no calendar is left unread
 */
export function readByPython(calendar: string): { name: string; events: ReadEvent[] } {
	const python = found() ?? oneAtATime("programs", () => found() ?? made());
	if (!python) throw new Error("Calendars are read back by python3-icalendar: apt-get install python3-icalendar");
	const read = execFileSync(python, ["tests/support/read-calendar.py"], { input: calendar, maxBuffer: 2 ** 28 });
	return JSON.parse(read.toString()) as { name: string; events: ReadEvent[] };
}

function made(): string | undefined {
	if (mayInstall()) installByApt("python3-icalendar", "python3-icalendar");
	return found();
}

function found(): string | undefined {
	return pythons.find((path) => spawnSync(path, ["-c", "import icalendar"], { stdio: "ignore" }).status === 0);
}
