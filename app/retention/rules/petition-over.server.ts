import { type SqlBool, sql } from "kysely";

/** Days from a petition's end to that of its names. */
export const namesDays = 30;

/** The columns of `petitions`: names end. Closed by hand or by its time, whichever came first. */
export const petitionOver = sql<SqlBool>`handed_in_at <= now()
	or least(closed_at, closes_at) + make_interval(days => ${namesDays}::int) < now()`;

/** The petitions without names. */
export const petitionsOver = sql`select id from petitions where anonymised_at is not null or ${petitionOver}`;
