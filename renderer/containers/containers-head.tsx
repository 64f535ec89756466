// Heading of the containers: title, filters with counts, grouping.
import { ChevronDown, ListTree } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { Menu, MenuRadioGroup, MenuRadioItem } from '../components/menu'
import { Status } from '../components/status'
import { useT } from '../stores/preferences'
import { useList } from './list-state'
import { useCounts } from './use-rows'

export function ContainersHead(): ReactNode {
  const t = useT()
  const filter = useList((state) => state.filter)
  const counts = useCounts()
  const mark = counts.attention > 0 ? <Status shape="fail" className="small" /> : null
  return (
    <div className="page-head">
      <h1>{t('containers.title')}</h1>
      <span className="grow" />
      <Segmented
        label={t('list.filter')}
        value={filter}
        onChange={(value) => useList.setState({ filter: value })}
        options={[
          { value: 'all', label: t('list.all'), count: counts.all },
          { value: 'running', label: t('containers.running'), count: counts.running },
          { value: 'stopped', label: t('containers.stopped'), count: counts.stopped },
          { value: 'attention', label: t('containers.attention'), count: counts.attention, mark },
        ]}
      />
      <GroupingMenu />
    </div>
  )
}

function GroupingMenu(): ReactNode {
  const t = useT()
  const grouped = useList((state) => state.grouped)
  return (
    <Menu
      label={t('containers.group')}
      trigger={
        <Button aria-label={grouped ? t('containers.byProject') : t('containers.ungrouped')}>
          <ListTree className="icon" />
          <span className="grouping-label">
            {grouped ? t('containers.byProject') : t('containers.ungrouped')}
          </span>
          <ChevronDown className="icon icon-12" />
        </Button>
      }
    >
      <MenuRadioGroup
        value={grouped ? 'project' : 'none'}
        onValueChange={(value) => useList.setState({ grouped: value === 'project' })}
      >
        <MenuRadioItem value="project">{t('containers.byProject')}</MenuRadioItem>
        <MenuRadioItem value="none">{t('containers.ungrouped')}</MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  )
}
