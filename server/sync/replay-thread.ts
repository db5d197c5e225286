// The thread in which long logs are replayed. Started by replayer.ts, which says what passes between them.
import { parentPort } from 'node:worker_threads'
import { answerReplay } from './replayer.ts'

parentPort?.on('message', answerReplay(parentPort))
