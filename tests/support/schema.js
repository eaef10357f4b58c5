// `npm run schema`: writes db/schema.ts from the migrations; `-- --verify` says whether it is current.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";

const vite = await createServer({
	configFile: false,
	logLevel: "error",
	server: { middlewareMode: true },
	appType: "custom",
});
const { startEmbedded } = await vite.ssrLoadModule("/db/embedded.ts");
const { migrate } = await vite.ssrLoadModule("/db/migrate.ts");
const dir = await mkdtemp(join(tmpdir(), "yntymaq-schema-"));
const postgres = await startEmbedded(dir);
try {
	await migrate(postgres.url);
	const args = ["node_modules/.bin/kysely-codegen", "--url", postgres.url, ...process.argv.slice(2)];
	process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} finally {
	await postgres.stop();
	await vite.close();
	await rm(dir, { recursive: true, force: true });
}
