import { randomBytes } from "node:crypto";

/** What one person leaves at the door: each value is nobody else's, so that finding it tells whose it was. */
export interface PlantedPerson {
	email: string;
	name: string;
	town: string;
	line: string;
	ip: string;
	agent: string;
}

/** @param n which one, up to 65,535: each comes from a network of their own */
export function plantPerson(n: number): PlantedPerson {
	const one = () => randomBytes(5).toString("hex");
	return {
		email: `planted-${one()}@${one()}.example.org`,
		name: `Aigerim Planted${one()}`,
		town: `Plantedtown ${one()}`,
		line: `A planted line ${one()}`,
		ip: `198.${n >> 8}.${n & 255}.177`,
		agent: `PlantedAgent/${one()}`,
	};
}

const LOOK = 8;

/**
 * Which of the planted texts stand in a dump, as they are, in hex, in base64 at any offset, or percent-encoded.
 * @param planted of at least eight characters each
 */
export function findPlanted(planted: readonly string[], dump: string): string[] {
	const forms = new Map<string, { form: string; text: string }[]>();
	for (const text of planted)
		for (const form of formsOf(text)) {
			const begin = form.slice(0, LOOK);
			forms.set(begin, [...(forms.get(begin) ?? []), { form, text }]);
		}
	const found = new Set<string>();
	for (let at = 0; at + LOOK <= dump.length; at++)
		for (const { form, text } of forms.get(dump.slice(at, at + LOOK)) ?? [])
			if (dump.startsWith(form, at)) found.add(text);
	return [...found];
}

function formsOf(text: string): string[] {
	const hex = Buffer.from(text).toString("hex");
	// What does not depend on the bytes around it, for each of the three ways to fall on base64's groups of three.
	const base64 = [0, 1, 2].map((offset) => {
		const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
		const kept = whole.length - (whole.length % 3);
		return whole
			.subarray(0, kept)
			.toString("base64")
			.slice(offset === 0 ? 0 : 4);
	});
	const local = text.includes("@") ? [text.slice(0, text.indexOf("@"))] : [];
	return [text, ...local, encodeURIComponent(text), hex, hex.toUpperCase(), ...base64];
}
