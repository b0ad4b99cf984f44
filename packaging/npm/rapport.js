#!/usr/bin/env node
// Runs the program for this system, which npm installed beside this package as an optional dependency.
"use strict";
const { spawn } = require("node:child_process");
const { name } = require("../package.json");

const from = `${name}-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${from}/bin/rapport${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`rapport: ${from} is not installed; install ${name} with its optional dependencies, on the system that is to run it`);
  process.exit(3);
}
const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
process.on("SIGINT", () => {}); // a terminal tells the program, too; let it end by itself
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`rapport: ${error.message}`);
  process.exit(3);
});
child.on("exit", (status, signal) => {
  if (!signal) process.exit(status);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
