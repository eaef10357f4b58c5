import { unreadable } from "#app/web/form.ts";
import { addressLevels, authorityStates, type PicketKind } from "../facts.ts";
import { isHostLanguage } from "../languages.ts";
import { longest, type PicketErrors, type PicketValues } from "./form-fields.ts";
import { dayOf } from "./form-times.ts";

/** What is wrong with what was written, by the form alone: words, who was told, places, where exactly. */
export function checkWords(values: PicketValues, kind: PicketKind | undefined): PicketErrors {
	return {
		...wordErrors(values),
		...authorityErrors(values),
		...capacityError(values, kind),
		...whereErrors(values, kind),
	};
}

/** Where the room decides how many come; nobody counts a pavement. */
export function takesCapacity(kind: PicketKind | undefined): boolean {
	return kind === "meeting" || kind === "film";
}

function wordErrors(values: PicketValues): PicketErrors {
	const errors: PicketErrors = {};
	if (!isHostLanguage(values.language)) errors.language = { key: "picket.form.language.missing" };
	for (const name of ["title", "organisation"] as const)
		if (values[name] === "") errors[name] = { key: `picket.form.${name}.missing` };
		else if (!/\p{L}/u.test(values[name]) || /\n/.test(values[name])) errors[name] = { key: "sign.text.unreadable" };
	for (const name of Object.keys(longest) as (keyof typeof longest)[]) {
		const typed = values[name];
		if (unreadable(typed) || /[^\P{Cc}\n]/u.test(typed)) errors[name] = { key: "sign.text.unreadable" };
		else if ([...typed].length > longest[name])
			errors[name] = { key: "picket.form.long", values: { most: longest[name] } };
	}
	return errors;
}

function authorityErrors(values: PicketValues): PicketErrors {
	if (!authorityStates.some((state) => state === values.authorities))
		return { authorities: { key: "picket.form.authorities.missing" } };
	if (values.authorities !== "told") return {};
	const errors: PicketErrors = {};
	if (values.authorities_told === "") errors.authorities_told = { key: "picket.form.authorities-told.missing" };
	if (!dayOf(values.authorities_told_on)) errors.authorities_told_on = { key: "picket.form.date.missing" };
	return errors;
}

function capacityError(values: PicketValues, kind: PicketKind | undefined): PicketErrors {
	if (!takesCapacity(kind) || values.capacity === "") return {};
	const fits = /^\d{1,5}$/.test(values.capacity) && Number(values.capacity) >= 1 && Number(values.capacity) <= 10_000;
	return fits ? {} : { capacity: { key: "picket.form.capacity.wrong" } };
}

function whereErrors(values: PicketValues, kind: PicketKind | undefined): PicketErrors {
	const errors: PicketErrors = {};
	if (!addressLevels.some((level) => level === values.address_level))
		errors.address_level = { key: "picket.form.level.missing" };
	if (kind === "online") {
		if (!isWebAddress(values.online_url)) errors.online_url = { key: "picket.form.online.wrong" };
	} else if (kind && values.meeting_point === "") errors.meeting_point = { key: "picket.form.point.missing" };
	return errors;
}

function isWebAddress(typed: string): boolean {
	if (!/^https:\/\/\S+$/.test(typed) || typed.length > 500 || unreadable(typed) || !URL.canParse(typed)) return false;
	const { username, password } = new URL(typed);
	return username === "" && password === "";
}
