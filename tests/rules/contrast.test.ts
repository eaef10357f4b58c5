import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("app/ui/styles/tokens.css", "utf8");
const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");

/** The colours of one scheme by their names. */
const coloursIn = (text: string) =>
	new Map([...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]));

/** Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Letters on what they stand on, and the least that the contrast has to be: AAA for what is read at length, else AA. */
const pairs = [
	["ink", "ground", 7],
	["ink", "raised", 7],
	["ink", "sunk", 7],
	["ink", "mark-ground", 7],
	["soft", "ground", 7],
	["soft", "raised", 7],
	["act", "ground", 7],
	["act", "raised", 7],
	["act", "mark-ground", 7],
	["act", "sunk", 7],
	["act-ink", "act", 7],
	["act-ink", "act-strong", 7],
	["mark", "mark-ground", 4.5],
	["wrong", "raised", 4.5],
	["wrong", "ground", 4.5],
	["focus-ink", "focus", 4.5],
] as const;

describe.each([
	["light", coloursIn(light)],
	["dark", coloursIn(dark)],
] as const)("in the %s scheme", (_, colours) => {
	test.each(pairs)("%s on %s is at least %s to 1", (letters, ground, least) => {
		expect(contrast(colours.get(letters) ?? "", colours.get(ground) ?? "")).toBeGreaterThanOrEqual(least);
	});
});

test("docs/design.md gives the contrasts as they are", () => {
	const table = readFileSync("docs/design.md", "utf8");
	for (const [letters, ground] of pairs) {
		const [bright, dim] = [coloursIn(light), coloursIn(dark)].map((colours) =>
			contrast(colours.get(letters) ?? "", colours.get(ground) ?? "").toFixed(1),
		);
		expect(table).toContain(`| \`${letters}\` on \`${ground}\` | ${bright} | ${dim} |`);
	}
});
