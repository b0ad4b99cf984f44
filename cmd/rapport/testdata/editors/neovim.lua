-- Neovim 0.7 as a client, without a plugin: opens files, types, completes, renames and saves, and prints what it was told.
local dir, program = vim.env.WORKSPACE, vim.env.RAPPORT
local said = {}
local function say(...) table.insert(said, table.concat({...}, ' ')) end

local function finish()
  vim.fn.writefile(said, vim.env.SAID)
  vim.cmd('qa!')
end

local ok, err = pcall(function()
  local id = vim.lsp.start_client({
    name = 'rapport', cmd = { program, 'lsp' }, root_dir = dir,
    workspace_folders = { { uri = vim.uri_from_fname(dir), name = 'portals' } },
  })
  local function open(file)
    vim.cmd('edit ' .. dir .. '/' .. file)
    vim.lsp.buf_attach_client(0, id)
    return vim.api.nvim_get_current_buf()
  end
  local function told(buffer)
    local all = {}
    for _, d in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(all, string.format('%d:%d %s %s', d.lnum + 1, d.col + 1, d.code or d.user_data.lsp.code, d.message))
    end
    table.sort(all)
    return all
  end
  local function wait(what, holds)
    if not vim.wait(20000, holds, 20) then error('never: ' .. what) end
  end
  local function request(method, params)
    local answers, e = vim.lsp.buf_request_sync(0, method, params, 20000)
    if not answers then error(method .. ': ' .. tostring(e)) end
    return answers[id].result
  end
  local function at(needle)
    vim.fn.cursor(1, 1)
    if vim.fn.search(needle, 'e') == 0 then error('no ' .. needle) end
    vim.fn.cursor(vim.fn.line('.'), vim.fn.col('.') + 1)
    return vim.lsp.util.make_position_params(0, 'utf-16')
  end

  local agreement = open('content/clients/acme/shop/engagement.md')
  wait('initialized', function() return vim.lsp.get_client_by_id(id).initialized end)
  vim.cmd('%s/  excludes:/  exclude:/')
  wait('a mistake is told', function() return #told(agreement) == 1 and told(agreement)[1]:match('unknown%-key') end)
  say('typed', told(agreement)[1])
  vim.cmd('%s/  exclude:/  excludes:/')
  wait('it is mended', function() return #vim.tbl_filter(function(t) return t:match('unknown%-key') end, told(agreement)) == 0 end)

  for _, item in ipairs(request('textDocument/completion', at('lead: ')).items) do say('completes', item.label, item.detail) end
  if not request('textDocument/hover', at('status')).contents.value:match('Where the engagement stands') then error('no hover') end

  local params = at('{id: design')
  params.newName = 'sketch'
  vim.lsp.util.apply_workspace_edit(request('textDocument/rename', params), 'utf-16')
  vim.cmd('silent wall')
  say('renamed', vim.fn.getline(vim.fn.search('Shop live')))
  wait('all is well after the rename', function()
    return #vim.tbl_filter(function(t) return t:match('unknown%-id') end, told(agreement)) == 0
  end)

  local week = open('content/clients/acme/shop/journal/2026-10-09-week.md')
  vim.cmd('silent %s/^kind: .*/kind: updat/')
  wait('the kind is told of', function() return #told(week) > 0 end)
  vim.cmd('silent write')
  vim.cmd('buffer ' .. agreement)
  vim.cmd('silent %s/what: Shop live/what: "Shop 😀 live", unknown: 1/')
  wait('the key is told of', function() return #told(agreement) == 1 and told(agreement)[1]:match('unknown') end)
  vim.cmd('silent write')
  for _, buffer in ipairs({ agreement, week }) do
    for _, t in ipairs(told(buffer)) do say('knows', vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t') .. ':' .. t:match('^%S+ %S+')) end
  end
end)
if not ok then say('failed', tostring(err)) end
finish()
