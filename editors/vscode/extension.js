// The editor's side of `rapport lsp`: it starts the program, and says what to do where there is none.
'use strict'

const vscode = require('vscode')
const { LanguageClient, TransportKind } = require('vscode-languageclient/node')

let client

// settings are those of the user, or of the workspace where that is trusted.
function settings() {
  const all = vscode.workspace.getConfiguration('rapport')
  return { path: all.get('path') || 'rapport', arguments: all.get('arguments') || [] }
}

function newClient() {
  const { path, arguments: flags } = settings()
  const server = { command: path, args: ['lsp', ...flags], transport: TransportKind.stdio }
  return new LanguageClient('rapport', 'Rapport', server, {
    documentSelector: [
      { scheme: 'file', language: 'markdown' },
      { scheme: 'file', pattern: '**/content/**/*.{md,csv}' },
    ],
  })
}

async function start() {
  client = newClient()
  try {
    await client.start()
  } catch (error) {
    const open = 'Open the settings'
    const chosen = await vscode.window.showErrorMessage(
      `Rapport: ${settings().path} cannot be started (${error.message}). Install rapport, or say where it is in rapport.path.`, open)
    if (chosen === open) vscode.commands.executeCommand('workbench.action.openSettings', 'rapport.path')
  }
}

async function stop() {
  const was = client
  client = undefined
  if (was) await was.stop().catch(() => {}) // one that never started cannot be stopped
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('rapport.restart', async () => {
      await stop()
      await start()
    }),
    vscode.commands.registerCommand('rapport.preview', () => {
      const terminal = vscode.window.createTerminal({ name: 'rapport serve', shellPath: settings().path, shellArgs: ['serve', '--open'] })
      terminal.show()
    }),
    vscode.workspace.onDidChangeConfiguration(async (e) => {
      if (!e.affectsConfiguration('rapport.path') && !e.affectsConfiguration('rapport.arguments')) return
      await stop()
      await start()
    }))
  await start()
}

module.exports = { activate, deactivate: stop }
