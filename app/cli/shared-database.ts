import { SettingError, type Settings } from "../env.server.ts";

/**
 * The Postgres that the roles share.
 * @throws SettingError when none is named: one brought along belongs to the process that started it
 */
export function sharedDatabase({ DATABASE_URL }: Settings): string {
	if (!DATABASE_URL)
		throw new SettingError("DATABASE_URL is not set: web and worker share a Postgres; npm start brings its own");
	return DATABASE_URL;
}
