import { migrate } from "#db/migrate.ts";
import { SettingError, type Settings } from "../env.server.ts";

/** `migrate`: brings the schema up to date as the owner and says what ran. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	const { DATABASE_URL, DATABASE_OWNER_URL = DATABASE_URL } = settings;
	if (!DATABASE_OWNER_URL)
		throw new SettingError("DATABASE_URL is not set: npm start brings a Postgres along and migrates it");
	const ran = await migrate(DATABASE_OWNER_URL, DATABASE_URL);
	process.stdout.write(ran.length ? `migrated: ${ran.join(", ")}\n` : "the schema is up to date\n");
}
