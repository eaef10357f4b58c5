import { expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { errorPage, errorReply } from "#app/web/error-page.ts";
import { logFault } from "#app/web/fault.ts";

// What a reader, a program and the log are told when there is no answer.

const statuses = [400, 403, 404, 405, 408, 409, 410, 413, 415, 421, 429, 431, 500, 503];

test("each refusal has its own words in each language", () => {
	const pages = statuses.flatMap((status) =>
		locales.map((locale) => {
			const { body } = errorReply({ status, pathname: `/${locale}/x`, acceptLanguage: undefined });
			expect(body.toString()).toContain(`<html lang="${locale}">`);
			return /<title>(.+)<\/title>/.exec(body.toString())?.[1];
		}),
	);
	expect(new Set(pages).size).toBe(statuses.length * locales.length);
});

test("a status without words of its own is worded as a refusal or a fault", () => {
	const title = (status: number) => errorReply({ status, pathname: "/en", acceptLanguage: undefined }).body.toString();
	expect(title(418)).toContain("could not be read");
	expect(title(502)).toContain("broke on our side");
});

test("words are text, never markup", () => {
	const words = { title: "<b>&", text: '"<script>', home: "<i>", fault: "<u>" };
	const page = errorPage("en", 500, words, '/a.css"><script>');
	expect(page).not.toMatch(/<(?:b|script|i|u)>/);
});

test("the log of a fault has its kind and our own lines, not a word of its message", () => {
	const fields: Record<string, unknown>[] = [];
	const take = (_: string, more = {}) => void fields.push(more);
	const log = { debug: take, info: take, warn: take, error: take };
	const forged =
		"duplicate a@b.kz\n    at Aigerim (/x/app/a@b.kz.ts:1:1)\n    at x (/x/app/Aigerim.ts:1:1)\n    at /x/node_modules/app/y.ts:1:1";
	const error = Object.assign(new RangeError(forged), { code: "23505", detail: "Key (email)=(a@b.kz)" });
	error.stack = `${error.stack}\n    at sign (/home/x/app/petitions/sign.server.ts:41:7)`;
	const id = logFault(log, error);
	expect(id).toMatch(/^[0-9a-f]{12}$/);
	expect(fields).toEqual([
		{ id, name: "RangeError", code: "23505", at: expect.stringMatching(/app\/petitions\/sign\.server\.ts:41:7$/) },
	]);
	expect(JSON.stringify(fields)).not.toMatch(/a@b|Aigerim|duplicate|node_modules/);
	for (const thrown of ["text", null, undefined, 1, Object.assign(new Error("x"), { name: "a@b.kz", code: "a@b.kz" })])
		logFault(log, thrown);
	expect(JSON.stringify(fields)).not.toContain("a@b");
});
