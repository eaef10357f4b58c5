/** One VEVENT. Texts may hold anything; line breaks of any kind become one kind, control characters are left out. */
export interface CalendarEvent {
	/** The same for ever, on every address of the site. */
	uid: string;
	/** Grows with every change that a calendar must take over (RFC 5545 §3.8.7.4). */
	sequence: number;
	/** When the picket last changed: DTSTAMP and LAST-MODIFIED, so that the same picket is always the same bytes. */
	updatedAt: Date;
	startsAt: Date;
	endsAt: Date;
	cancelled: boolean;
	/** Of the texts (BCP 47). */
	language: string;
	summary: string;
	description: string;
	location: string;
	/** Only where everybody may know it. */
	geo: { latitude: number; longitude: number } | null;
	categories: readonly string[];
	url: string;
}

export interface Calendar {
	name: string;
	description: string;
	events: readonly CalendarEvent[];
	/** Of a file that goes along with a mail (RFC 5546 §1.4): an entry to take over, no invitation. */
	method?: "PUBLISH";
}

/**
 * A calendar as iCalendar (RFC 5545, RFC 7986): instants in UTC, so that no reader needs our zone data; nobody is an
 * organiser or attendee, nothing rings.
 * @param onBad an event that cannot be written is left out, and the others are there
 */
export function calendarText(
	{ name, description, events, method }: Calendar,
	onBad: (event: CalendarEvent) => void,
): string {
	const lines = [
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Yntymaq//Pickets//EN",
		"CALSCALE:GREGORIAN",
		...(method ? [`METHOD:${method}`] : []),
		`NAME:${text(name)}`,
		`X-WR-CALNAME:${text(name)}`,
		`DESCRIPTION:${text(description)}`,
		"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
		"X-PUBLISHED-TTL:PT1H",
		...events.flatMap((event) => {
			try {
				return eventLines(event);
			} catch (error) {
				if (!(error instanceof RangeError)) throw error;
				onBad(event);
				return [];
			}
		}),
		"END:VCALENDAR",
	];
	return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** @throws RangeError when a time is none, or the end is not after the beginning */
function eventLines(event: CalendarEvent): string[] {
	const { language, geo, categories, cancelled } = event;
	if (!(event.endsAt > event.startsAt)) throw new RangeError("a picket ends after it begins");
	const inLanguage = (name: string) => `${name};LANGUAGE=${language.replace(/[^A-Za-z0-9-]/g, "")}`;
	return [
		"BEGIN:VEVENT",
		`UID:${text(event.uid)}`,
		`SEQUENCE:${event.sequence}`,
		`DTSTAMP:${utc(event.updatedAt)}`,
		`LAST-MODIFIED:${utc(event.updatedAt)}`,
		`DTSTART:${utc(event.startsAt)}`,
		`DTEND:${utc(event.endsAt)}`,
		`STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
		`TRANSP:${cancelled ? "TRANSPARENT" : "OPAQUE"}`,
		"CLASS:PUBLIC",
		`${inLanguage("SUMMARY")}:${text(event.summary)}`,
		`${inLanguage("DESCRIPTION")}:${text(event.description)}`,
		`${inLanguage("LOCATION")}:${text(event.location)}`,
		...(geo ? [`GEO:${geo.latitude.toFixed(4)};${geo.longitude.toFixed(4)}`] : []),
		...(categories.length > 0 ? [`CATEGORIES:${categories.map(text).join(",")}`] : []),
		`URL:${plain(event.url)}`,
		"END:VEVENT",
	];
}

/** A moment as RFC 5545 §3.3.5 has it in UTC: `20261216T120000Z`. @throws RangeError when it is none */
function utc(at: Date): string {
	return at.toISOString().replace(/[-:]|\.\d+/g, "");
}

/**
 * What a text is once it has been read back: one kind of line break, no control character but the tab, and no half of
 * a pair of surrogates, which UTF-8 cannot hold.
 */
export function plain(words: string): string {
	return (
		words
			.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
			// U+0085, U+2028 and U+2029 end lines too for those who split by Unicode's rules.
			.replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n")
			.replace(notText, "")
	);
}

// CONTROL of RFC 5545 §3.1: all of C0 but tab and line break, and DEL; C1 is no better. A byte order mark is none in a text.
const notText = /[^\t\n\u{20}-\u{7e}\u{a0}-\u{fefe}\u{ff00}-\u{10ffff}]/gu;

/** TEXT (RFC 5545 §3.3.11). */
function text(words: string): string {
	return plain(words)
		.replace(/[\\;,]/g, (sign) => `\\${sign}`)
		.replaceAll("\n", "\\n");
}

const MOST = 75;

/** Breaks a line so that none has more than 75 octets, never within a character (RFC 5545 §3.1). */
function fold(line: string): string {
	if (Buffer.byteLength(line) <= MOST) return line;
	const pieces: string[] = [];
	let piece = "";
	let octets = 0;
	for (const character of line) {
		const size = Buffer.byteLength(character);
		if (octets + size > MOST) {
			pieces.push(piece);
			piece = " ";
			octets = 1;
		}
		piece += character;
		octets += size;
	}
	return [...pieces, piece].join("\r\n");
}
