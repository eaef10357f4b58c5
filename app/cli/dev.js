// `npm run dev`: what `npm start` does, from the sources, with hot reload.
import { createServer } from "vite";

const vite = await createServer({
	configFile: "remix.config.js",
	server: { middlewareMode: true },
	appType: "custom",
});
const { run } = await vite.ssrLoadModule("/app/cli/dev.ts");
await run(vite);
