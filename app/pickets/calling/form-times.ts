/** The day and the two times of a form as local times. */
export interface FormTimes {
	startsLocal: string;
	/** On the next day where it is not after the beginning: a vigil may go on past midnight. */
	endsLocal: string;
}

/** A day, `YYYY-MM-DD`, that the calendar has; null for any other text. */
export function dayOf(text: string): string | null {
	const date = /^(?:20[1-9]\d|2100)-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** A time as browsers send it, or as people type it where the field is a plain one: `9:30`, `09.30`; null for no time. */
export function timeOf(text: string): string | null {
	const [, hour = "", minute = ""] = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(text) ?? [];
	return hour !== "" && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;
}

/** The local times of a picket that begins and ends at these times, the end within a day of the beginning. */
export function timesOf(day: string, begin: string, end: string): FormTimes {
	return { startsLocal: `${day}T${begin}`, endsLocal: `${end > begin ? day : dayAfter(day)}T${end}` };
}

function dayAfter(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
