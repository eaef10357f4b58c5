import { formatDay } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { isZone, nodeZoneData, type Overlap } from "#app/web/wall-time.ts";
import { instantsOf } from "../wall-time.ts";
import { zoneCity } from "../zones.ts";
import type { PicketErrors, PicketValues } from "./form-fields.ts";
import type { FormGround } from "./form-ground.ts";
import { dayOf, timeOf, timesOf } from "./form-times.ts";

const YEAR = 366 * 86_400_000;

/** The times, read by the clocks of the zone that was chosen or else of the place. */
export function readTimes(
	values: PicketValues,
	placeZone: string | undefined,
	ground: FormGround,
	errors: PicketErrors,
) {
	const day = dayOf(values.date);
	const begin = timeOf(values.begin);
	const end = timeOf(values.end);
	if (!day) errors.date = { key: "picket.form.date.missing" };
	if (!begin) errors.begin = { key: "picket.form.time.missing" };
	if (!end) errors.end = { key: "picket.form.time.missing" };
	if (values.zone !== "" && !isZone(values.zone)) errors.zone = { key: "picket.form.zone.wrong" };
	if (begin && begin === end) errors.end = { key: "picket.form.end.same" };
	const zone = values.zone || placeZone;
	if (!day || !begin || !end || !zone || errors.zone || errors.end) return undefined;

	const local = { ...timesOf(day, begin, end), zone };
	const overlap = ["earlier", "later"].includes(values.overlap) ? (values.overlap as Overlap) : null;
	const read = instantsOf({ ...local, overlap }, ground.zoneData ?? nodeZoneData);
	if ("gap" in read) {
		const at = read.gap === "starts" ? local.startsLocal : local.endsLocal;
		errors[read.gap === "starts" ? "begin" : "end"] = clockWrong("picket.form.gap", at, zone, ground.locale);
		return undefined;
	}
	if ("startsAt" in read) {
		const ahead = read.startsAt.getTime() - ground.now.getTime();
		const stays = ground.existing?.facts.startsLocal === local.startsLocal;
		if (ahead <= 0 && !stays) errors.date = { key: "picket.form.date.past" };
		if (ahead > YEAR) errors.date = { key: "picket.form.date.far" };
		return { ...local, overlap: read.overlap };
	}
	const at = read.overlap === "starts" ? local.startsLocal : local.endsLocal;
	errors.overlap = clockWrong("picket.form.overlap", at, zone, ground.locale);
	return undefined;
}

function clockWrong(key: "picket.form.gap" | "picket.form.overlap", local: string, zone: string, locale: Locale) {
	const [day = "", time = ""] = local.split("T");
	return { key, values: { time, day: formatDay(day, locale), zone: zoneCity(zone) } };
}
