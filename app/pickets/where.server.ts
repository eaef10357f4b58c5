import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { AddressLevel } from "./facts.ts";

/** Where exactly people meet, or the address of an online one. */
export interface Where {
	meetingPoint: string;
	onlineUrl: string;
}

/** The columns of a picket that say where people meet. */
export interface WhereColumns {
	meeting_point: string | null;
	online_url: string | null;
	meeting_point_sealed: Buffer | null;
}

/** The columns: in clear only where everybody may know. */
export function whereColumns(keys: KeyRing, id: string, level: AddressLevel, where: Where): WhereColumns {
	if (level !== "public")
		return { meeting_point: null, online_url: null, meeting_point_sealed: seal(keys, `pickets/${id}`, where) };
	const { meetingPoint, onlineUrl } = where;
	return { meeting_point: meetingPoint || null, online_url: onlineUrl || null, meeting_point_sealed: null };
}

/** Where people meet, for whoever is entitled: the host, the desk, those who have joined at level `joined`, those let in. */
export function openWhere(keys: KeyRing, id: string, row: WhereColumns): Where {
	if (row.meeting_point_sealed) return open<Where>(keys, `pickets/${id}`, row.meeting_point_sealed);
	return { meetingPoint: row.meeting_point ?? "", onlineUrl: row.online_url ?? "" };
}
