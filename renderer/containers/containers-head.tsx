// Heading of the containers: title, search, filters with counts, grouping, columns, and the way to the Trash.
import { ChevronDown, ListTree, SlidersHorizontal, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { containerColumns } from '../../preload/container-columns'
import { Button, IconButton } from '../components/button'
import { Segmented } from '../components/choices'
import { Count } from '../components/count'
import {
  Menu,
  MenuCheckItem,
  MenuItem,
  MenuLabel,
  MenuLine,
  MenuRadioGroup,
  MenuRadioItem,
} from '../components/menu'
import { SearchInput } from '../components/search-input'
import { Status } from '../components/status'
import { trash } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { toggleColumn, useColumns } from './columns'
import { focusRow, useArrangement, useList } from './list-state'
import { useCounts } from './use-rows'
import { WhyAbout } from '../why/why-word'

export function ContainersHead(): ReactNode {
  const t = useT()
  const filter = useList((state) => state.filter)
  const counts = useCounts()
  const mark = counts.attention > 0 ? <Status shape="fail" className="small" /> : null
  return (
    <div className="page-head">
      <h1>{t('containers.title')}</h1>
      <WhyAbout word="container" />
      <span className="grow" />
      <SearchField />
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
      <OptionsMenu />
    </div>
  )
}

function SearchField(): ReactNode {
  const t = useT()
  const query = useList((state) => state.query)
  return (
    <SearchInput
      className="containers-search"
      label={t('containers.search')}
      value={query}
      onChange={(typed) => useList.setState({ query: typed })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 'ArrowDown') return
        event.preventDefault()
        if (event.key === 'Escape') useList.setState({ query: '' })
        const { cursor } = useList.getState()
        if (cursor === undefined) event.currentTarget.blur()
        else focusRow(cursor)
      }}
    />
  )
}

function OptionsMenu(): ReactNode {
  const t = useT()
  const columns = useColumns()
  const count = trash.use((state) => state.items.size)
  return (
    <Menu
      label={t('containers.options')}
      trigger={
        <IconButton label={t('containers.options')}>
          <SlidersHorizontal className="icon" />
        </IconButton>
      }
    >
      <MenuLabel>{t('containers.columns')}</MenuLabel>
      {containerColumns.map((column) => (
        <MenuCheckItem
          key={column}
          checked={columns.includes(column)}
          onCheckedChange={() => toggleColumn(column)}
        >
          {t(`list.${column}`)}
        </MenuCheckItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => openDialog({ kind: 'trash' })}>
        <Trash2 className="icon" />
        {t('trash.open')}
        {count > 0 && <Count of={count} />}
      </MenuItem>
    </Menu>
  )
}

function GroupingMenu(): ReactNode {
  const t = useT()
  const { grouped } = useArrangement()
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
        onValueChange={(value) => changeSettings({ containersByProject: value === 'project' })}
      >
        <MenuRadioItem value="project">{t('containers.byProject')}</MenuRadioItem>
        <MenuRadioItem value="none">{t('containers.ungrouped')}</MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  )
}
