// The doors of keys and policies, and the policy's file. Mounted by routes.
import { doors, files } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import { askBinding, attestKey, revokeKey, showKeyStatement } from '../acts/key-binding.ts'
import { showKeys } from '../acts/key-views.ts'
import { listPolicies, policyFile, setPolicy } from '../acts/policies.ts'
import type { Context } from '../context.ts'
import { type App, serve } from './serve.ts'

export function keyRoutes(app: App, ctx: Context): void {
  serve(app, doors.keys, ({ actor, params }) => showKeys(ctx, actor, params.workspaceId))
  serve(app, doors.askBinding, ({ actor, params, body }) => askBinding(ctx, actor, { ...params, ...body }))
  serve(app, doors.keyStatement, ({ actor, params }) => showKeyStatement(ctx, actor, params))
  serve(app, doors.attestKey, ({ actor, params, body }) => attestKey(ctx, actor, { ...params, ...body }))
  serve(app, doors.revokeKey, ({ actor, params, body }) => revokeKey(ctx, actor, { ...params, ...body }))
  serve(app, doors.policies, ({ actor, params }) => listPolicies(ctx, actor, params.workspaceId))
  serve(app, doors.setPolicy, ({ actor, params, body }) => setPolicy(ctx, actor, { ...params, ...body }))

  app.get(files.policy(':workspaceId', ':version'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const params = { workspaceId: c.req.param('workspaceId') ?? '', version: c.req.param('version') ?? '' }
    const text = await policyFile(ctx, actor, params)
    return c.body(text, 200, {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="politique-${/^\d+$/.test(params.version) ? params.version : 'assise'}.json"`,
    })
  })
}
