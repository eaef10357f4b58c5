// `npm run stripe:wire`: writes wire.schema.json from the types of the pinned SDK, after a new version of `stripe`.
import { writeFile } from "node:fs/promises";
import { createServer } from "vite";

const vite = await createServer({
	configFile: false,
	logLevel: "error",
	server: { middlewareMode: true },
	appType: "custom",
});
const { wireSchema } = await vite.ssrLoadModule("/tests/doubles/stripe/wire-schema.ts");
await writeFile("tests/doubles/stripe/wire.schema.json", wireSchema());
await vite.close();
