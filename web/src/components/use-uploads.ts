import { useRef, useState } from 'react'
import type { Sending } from '../lib/api/files.ts'
import { asProblem, Problem } from '../lib/api/problem.ts'

/** A file that waits, is on its way or was refused; those that arrived are no longer here. */
export interface Job {
  id: number
  file: File
  /** From 0 to 1. */
  share: number
  problem: Problem | null
}

type Send = (file: File, options: Sending) => Promise<void>

/** Sends files one after the other, so that each of them gets all of a narrow line. @param refusalOf why one is not even tried */
export function useUploads(send: Send, refusalOf: (file: File) => string | null) {
  const [jobs, setJobs] = useState<readonly Job[]>([])
  const line = useRef<Promise<void>>(Promise.resolve())
  const stops = useRef(new Map<number, AbortController>())
  const lastId = useRef(0)
  const change = (id: number, changes: Partial<Job>) =>
    setJobs((all) => all.map((job) => (job.id === id ? { ...job, ...changes } : job)))

  function remove(id: number) {
    stops.current.get(id)?.abort()
    stops.current.delete(id)
    setJobs((all) => all.filter((job) => job.id !== id))
  }

  async function run(id: number, file: File, { signal }: AbortController) {
    if (signal.aborted) return
    try {
      await send(file, { signal, onProgress: (share) => change(id, { share }) })
      remove(id)
    } catch (error) {
      if (!signal.aborted) change(id, { problem: asProblem(error) })
    }
  }

  function add(files: readonly File[]) {
    for (const file of files) {
      const id = ++lastId.current
      const detail = refusalOf(file)
      const problem = detail === null ? null : new Problem({ title: detail, status: 0, code: 'file', detail })
      setJobs((all) => [...all, { id, file, share: 0, problem }])
      if (problem) continue
      const stop = new AbortController()
      stops.current.set(id, stop)
      line.current = line.current.then(() => run(id, file, stop))
    }
  }

  return { jobs, add, remove }
}
