import type { PublicPicket } from "../picket.server.ts";
import { withOffset } from "../when.ts";
import type { CalendarSite } from "./calendar-event.ts";

/** A picket for programs: what its page says, and no more. */
export function picketJson(picket: PublicPicket, { origin, locale }: Pick<CalendarSite, "origin" | "locale">) {
	const { startsLocal, endsLocal, startsAt, endsAt, place, cancelled, updatedAt, ...rest } = picket;
	return {
		id: rest.id,
		url: `${origin}/${locale}/pickets/${rest.slug}`,
		calendar: `${origin}/pickets/${rest.slug}.ics`,
		state: cancelled ? "cancelled" : "listed",
		sample: rest.sample,
		kind: rest.kind,
		title: rest.title,
		language: rest.language,
		organisation: rest.organisation,
		starts: withOffset(startsLocal, startsAt),
		ends: withOffset(endsLocal, endsAt),
		zone: rest.zone,
		city: rest.city,
		country: rest.country,
		addressLevel: rest.addressLevel,
		place: place?.[locale] ?? place?.en ?? null,
		meetingPoint: rest.meetingPoint,
		onlineUrl: rest.onlineUrl,
		access: rest.access,
		sequence: rest.sequence,
		updated: updatedAt.toISOString(),
	};
}
