// The doors of workspaces, territories, organisations and people: parse, act, answer.
// Mounted by main (and by tests).
import { doors } from '../../shared/api.ts'
import * as organizations from '../acts/organizations.ts'
import * as people from '../acts/people.ts'
import * as workspaces from '../acts/workspaces.ts'
import type { Context } from '../context.ts'
import type { Limits } from '../limits.ts'
import { type App, serve } from './serve.ts'

export function workspaceRoutes(app: App, ctx: Context, { limits }: { readonly limits: Limits }): void {
  serve(app, doors.createWorkspace, ({ actor, body }) => workspaces.createWorkspace(ctx, actor, body))
  serve(app, doors.workspace, ({ actor, params }) => workspaces.readWorkspace(ctx, actor, params.workspaceId))
  serve(app, doors.changeWorkspace, ({ actor, params, body }) =>
    workspaces.changeWorkspace(ctx, actor, params.workspaceId, body),
  )
  serve(app, doors.addTerritory, ({ actor, params, body }) =>
    workspaces.addTerritory(ctx, actor, params.workspaceId, body),
  )
  serve(app, doors.changeTerritory, ({ actor, params, body }) =>
    workspaces.changeTerritory(ctx, actor, params, body),
  )
  serve(app, doors.removeTerritory, ({ actor, params }) => workspaces.removeTerritory(ctx, actor, params))

  serve(app, doors.addOrganization, ({ actor, params, body }) =>
    organizations.addOrganization(ctx, actor, params.workspaceId, body),
  )
  serve(app, doors.changeOrganization, ({ actor, params, body }) =>
    organizations.changeOrganization(ctx, actor, params, body),
  )
  serve(app, doors.removeOrganization, ({ actor, params }) =>
    organizations.removeOrganization(ctx, actor, params),
  )

  serve(app, doors.invite, ({ actor, params, body }) => {
    // Each one may be a mail in somebody's box.
    limits.take({ 'invite/account': actor.userId })
    return people.invite(ctx, actor, params.workspaceId, body)
  })
  serve(app, doors.inviteAgain, ({ actor, params }) => {
    limits.take({ 'invite/account': actor.userId })
    return people.inviteAgain(ctx, actor, params)
  })
  serve(app, doors.changePerson, ({ actor, params, body }) => people.changePerson(ctx, actor, params, body))
  serve(app, doors.removePerson, ({ actor, params }) => people.removePerson(ctx, actor, params))
}
