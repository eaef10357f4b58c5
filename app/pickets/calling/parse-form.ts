import { type Fields, text } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import type { City } from "../city-table.ts";
import {
	type Access,
	type AddressLevel,
	type Authorities,
	accessItems,
	kinds,
	type PicketFacts,
	type PicketKind,
} from "../facts.ts";
import { checkWords, takesCapacity } from "./check-words.ts";
import { emptyPicketForm, formFields, type PicketErrors, type PicketValues } from "./form-fields.ts";
import type { FormGround } from "./form-ground.ts";
import { readPlace } from "./read-place.ts";
import { readTimes } from "./read-times.ts";

export type ParsedForm = { ok: true; kind: PicketKind; facts: PicketFacts; email: string } | Asked;

/** The form comes back: with what is wrong, or with a question. */
export interface Asked {
	ok: false;
	values: PicketValues;
	errors: PicketErrors;
	/** Which of these did you mean? */
	cities: readonly City[];
}

/** The form as it was posted, to be shown again. */
export function typedValues(fields: Fields): PicketValues {
	const values = { ...emptyPicketForm };
	for (const name of formFields) values[name] = text(fields, name);
	return values;
}

/** Reads and checks the form of a picket. Depends on the input, the clock, the table of cities and the list of places alone. */
export async function parsePicketForm(fields: Fields, ground: FormGround): Promise<ParsedForm> {
	const values = typedValues(fields);
	const kind = ground.existing?.kind ?? kinds.find((name) => name === values.kind);
	const errors: PicketErrors = kind ? {} : { kind: { key: "picket.form.kind.missing" } };
	Object.assign(errors, checkWords(values, kind));
	if (!ground.existing && !isMailAddress(values.email))
		errors.email = { key: values.email ? "sign.email.invalid" : "sign.email.missing" };
	const where = await readPlace(values, ground, errors);
	const times = readTimes(values, where.zone, ground, errors);
	if (!kind || !times || !where.found || Object.keys(errors).length > 0)
		return { ok: false, values: { ...values, city_id: where.cityId }, errors, cities: where.cities };
	return { ok: true, kind, email: values.email, facts: { ...factsOf(values, kind), ...where.found, ...times } };
}

function factsOf(values: PicketValues, kind: PicketKind) {
	const told = values.authorities === "told";
	return {
		title: values.title,
		description: values.description,
		organisation: values.organisation,
		language: values.language,
		addressLevel: values.address_level as AddressLevel,
		meetingPoint: kind === "online" ? "" : values.meeting_point,
		onlineUrl: kind === "online" ? values.online_url : "",
		authorities: values.authorities as Authorities,
		authoritiesTold: told ? values.authorities_told : "",
		authoritiesToldOn: told ? values.authorities_told_on : null,
		access: Object.fromEntries(
			accessItems.filter((item) => values[`access_${item}`] === "on").map((item) => [item, true]),
		) as Access,
		capacity: takesCapacity(kind) && values.capacity ? Number(values.capacity) : null,
	};
}

/**
 * A picket's facts as its form has them, to be changed.
 * @param placeZone the zone of its place: while it is the picket's too, it follows the place
 */
export function valuesOf(kind: PicketKind, facts: PicketFacts, placeZone: string | undefined): PicketValues {
	const access = Object.fromEntries(accessItems.map((item) => [`access_${item}`, facts.access[item] ? "on" : ""]));
	return {
		...emptyPicketForm,
		...(access as Pick<PicketValues, `access_${(typeof accessItems)[number]}`>),
		kind,
		title: facts.title,
		description: facts.description,
		organisation: facts.organisation,
		language: facts.language,
		date: facts.startsLocal.slice(0, 10),
		begin: facts.startsLocal.slice(11),
		end: facts.endsLocal.slice(11),
		overlap: facts.overlap ?? "",
		zone: facts.zone === placeZone ? "" : facts.zone,
		place: facts.placeId ?? "",
		city: facts.placeId ? "" : facts.city,
		meeting_point: facts.meetingPoint,
		address_level: facts.addressLevel,
		online_url: facts.onlineUrl,
		authorities: facts.authorities,
		authorities_told: facts.authoritiesTold,
		authorities_told_on: facts.authoritiesToldOn ?? "",
		capacity: facts.capacity === null ? "" : String(facts.capacity),
	};
}
