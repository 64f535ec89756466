// How one container is set up, asked for again when it becomes another: renamed, started, stopped.
import { useCallback } from 'react'
import type { ContainerDetails } from '../../preload/model'
import { useContainer } from '../stores/mirrors'
import { useAnswer, type Answer, type Question } from './use-answer'

export function useDetails(id: string): Answer<ContainerDetails> {
  const ask = useCallback<Question<ContainerDetails>>(
    ({ containers }, signal) => containers.getDetails({ id, signal }),
    [id],
  )
  return useAnswer(ask, useContainer(id))
}
