// The routes, once; each page is loaded when it is first visited. Called by main.
import { Route, Router } from '@solidjs/router'
import { ErrorBoundary, onCleanup, type ParentProps, Suspense } from 'solid-js'
import { FaultPage, NotFoundPage, SignedIn } from './frame/PlainLayout.tsx'
import { page } from './frame/page.tsx'
import { WallLayout, WorkspaceLayout } from './frame/WorkspaceLayout.tsx'
import { LiveRegion } from './parts/announce.tsx'
import { keepFocusNear } from './parts/focus-kept.ts'
import { leadToFirstFault } from './parts/form-fault.ts'

const LoginPage = page(() => import('./pages/login/Login.tsx'), 'LoginPage')
const FollowLinkPage = page(() => import('./pages/login/FollowLink.tsx'), 'FollowLinkPage')
const HomePage = page(() => import('./pages/Home.tsx'), 'HomePage')
const NewWorkspacePage = page(() => import('./pages/NewWorkspace.tsx'), 'NewWorkspacePage')
const AccountPage = page(() => import('./pages/Account.tsx'), 'AccountPage')
const WorkspacePage = page(() => import('./pages/Workspace.tsx'), 'WorkspacePage')
const PeoplePage = page(() => import('./pages/People.tsx'), 'PeoplePage')
const OrganizationsPage = page(() => import('./pages/Organizations.tsx'), 'OrganizationsPage')
const TerritoriesPage = page(() => import('./pages/Territories.tsx'), 'TerritoriesPage')
const PlanPage = page(() => import('./pages/plan/PlanPage.tsx'), 'PlanPage')
const PollsPage = page(() => import('./pages/decide/PollsPage.tsx'), 'PollsPage')
const PollRoute = page(() => import('./pages/vote/page/PollRoute.tsx'), 'PollRoute')
const WaitingPage = page(() => import('./pages/vote/WaitingPage.tsx'), 'WaitingPage')
const LockPage = page(() => import('./pages/decide/LockPage.tsx'), 'LockPage')
const RoundPage = page(() => import('./pages/alliance/RoundPage.tsx'), 'RoundPage')
const VersionsPage = page(() => import('./pages/versions/VersionsPage.tsx'), 'VersionsPage')
const VersionPage = page(() => import('./pages/versions/VersionPage.tsx'), 'VersionPage')
const MarkPage = page(() => import('./pages/versions/MarkPage.tsx'), 'MarkPage')
const AlliancePage = page(() => import('./pages/decide/AlliancePage.tsx'), 'AlliancePage')

const KeysPage = page(() => import('./pages/keys/KeysPage.tsx'), 'KeysPage')
const PrintedPolicyPage = page(() => import('./pages/keys/PrintedPolicy.tsx'), 'PrintedPolicyPage')

const MeetingsPage = page(() => import('./pages/meeting/MeetingsPage.tsx'), 'MeetingsPage')
const NewMeetingPage = page(() => import('./pages/meeting/prepare/NewMeetingPage.tsx'), 'NewMeetingPage')
const PreparePage = page(() => import('./pages/meeting/prepare/PreparePage.tsx'), 'PreparePage')
const MeetingPage = page(() => import('./pages/meeting/MeetingPage.tsx'), 'MeetingPage')
const FloorDeskPage = page(() => import('./pages/meeting/floor/FloorDesk.tsx'), 'FloorDeskPage')
const RoomScreenPage = page(() => import('./pages/meeting/screen/RoomScreen.tsx'), 'RoomScreenPage')
const CheckInPage = page(() => import('./pages/meeting/CheckInPage.tsx'), 'CheckInPage')
const FindMeeting = page(() => import('./pages/meeting/FindMeeting.tsx'), 'FindMeeting')

const MinutesPage = page(() => import('./pages/minutes/MinutesPage.tsx'), 'MinutesPage')
const ConstatPage = page(() => import('./pages/minutes/ConstatPage.tsx'), 'ConstatPage')

const MandatesPage = page(() => import('./pages/meeting/mandates/MandatesPage.tsx'), 'MandatesPage')
const RuleSetsPage = page(() => import('./pages/meeting/rules/RuleSetsPage.tsx'), 'RuleSetsPage')

export function App() {
  return (
    <Router root={Root}>
      <Route path="/entrer" component={LoginPage} />
      <Route path="/entrer/lien" component={FollowLinkPage} />
      <Route path="/" component={SignedIn}>
        <Route path="/" component={HomePage} />
        <Route path="/compte" component={AccountPage} />
        <Route path="/demarches/nouvelle" component={NewWorkspacePage} />
        {/* What letters, calendars and the wall's QR code lead to. */}
        <Route path="/meetings/:meetingId" component={FindMeeting} />
        <Route path="/seance/:code?" component={CheckInPage} />
        <Route path="/demarches/:workspaceId/seances/:meetingId/ecran" component={WallLayout}>
          <Route path="/" component={RoomScreenPage} />
        </Route>
        <Route path="/demarches/:workspaceId/cles/imprimer" component={WallLayout}>
          <Route path="/" component={PrintedPolicyPage} />
        </Route>
        <Route path="/demarches/:workspaceId" component={WorkspaceLayout}>
          <Route path="/" component={WorkspacePage} />
          <Route path="/personnes" component={PeoplePage} />
          <Route path="/cles" component={KeysPage} />
          <Route path="/organisations" component={OrganizationsPage} />
          <Route path="/mandats" component={MandatesPage} />
          <Route path="/regles" component={RuleSetsPage} />
          <Route path="/territoires" component={TerritoriesPage} />
          {/* One route for both, so that going from section to section keeps the page and its open document. */}
          <Route path={['/plan', '/plan/:section']} component={PlanPage} />
          <Route path="/scrutins" component={PollsPage} />
          {/* `/bulletin` is the address that letters bear: the ballot first. */}
          <Route path={['/scrutins/:pollId', '/scrutins/:pollId/bulletin']} component={PollRoute} />
          <Route path="/scrutins/:pollId/constat" component={ConstatPage} />
          <Route path="/attend" component={WaitingPage} />
          <Route path="/seances" component={MeetingsPage} />
          <Route path="/seances/nouvelle" component={NewMeetingPage} />
          <Route path="/seances/:meetingId" component={MeetingPage} />
          <Route path="/seances/:meetingId/proces-verbal" component={MinutesPage} />
          <Route path="/seances/:meetingId/preparer" component={PreparePage} />
          <Route path="/seances/:meetingId/regie" component={FloorDeskPage} />
          <Route path="/verrou" component={LockPage} />
          <Route path="/versions" component={VersionsPage} />
          <Route path="/versions/points/:markId" component={MarkPage} />
          <Route path="/versions/:versionId" component={VersionPage} />
          <Route path="/alliance" component={AlliancePage} />
          <Route path="/alliance/:allianceId" component={RoundPage} />
        </Route>
      </Route>
      <Route path="*" component={NotFoundPage} />
    </Router>
  )
}

function Root(props: ParentProps) {
  onCleanup(leadToFirstFault())
  onCleanup(keepFocusNear())
  return (
    <>
      <ErrorBoundary fallback={(error) => <FaultPage error={error} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
      <LiveRegion />
    </>
  )
}
