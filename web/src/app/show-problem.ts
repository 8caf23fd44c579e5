import { toast } from '../components/toast-queue.ts'
import type { Problem } from '../lib/api/problem.ts'

export function showProblem({ title, message, requestId }: Problem) {
  toast({ title, detail: requestId ? `${message} (${requestId})` : message, tone: 'danger' })
}
