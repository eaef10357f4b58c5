// What every npm script calls: `node app/cli/run.js COMMAND …`. Builds when the sources have changed, then runs the build.
import { freshBuild } from "./fresh-build.js";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Yntymaq needs Node 20.19 or newer; this is ${process.versions.node}.`);
	process.exit(1);
}

// React is several times faster without its checks for developers.
process.env.NODE_ENV = "production";

try {
	const { main } = await freshBuild((message) => console.error(message));
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Error) || error.name !== "BuildError") throw error;
	console.error(error.message);
	process.exitCode = 1;
}
