// One drawn picture for each word that is explained.
import type { ReactNode } from 'react'
import type { Translate } from '../i18n/translate'
import { setupPictures } from './setup-pictures'
import { Arrow, Box, Cable, Drum, Frame, Jack, Words } from './drawing'

export type WhyWord =
  | 'image'
  | 'layer'
  | 'container'
  | 'portMapping'
  | 'volume'
  | 'network'
  | 'dockerfile'
  | 'registry'
  | 'vm'
  | 'compose'
  | 'restart'
  | 'command'
  | 'user'
  | 'health'
  | 'memoryLimit'
  | 'otherNames'
  | 'fullControl'
  | 'reach'

export type Picture = (t: Translate) => ReactNode

export const pictures: Readonly<Record<WhyWord, Picture>> = {
  image: (t) => (
    <Frame>
      <Box at={[10, 12, 104, 76]} look="accent" label={t('why.pic.image')} edge />
      <Box at={[20, 32, 84, 14]} look="raised" label={t('why.pic.app')} />
      <Box at={[20, 49, 84, 14]} label={t('why.pic.libraries')} />
      <Box at={[20, 66, 84, 14]} label={t('why.pic.files')} />
      <Arrow from={[120, 38]} to={[148, 30]} />
      <Arrow from={[120, 62]} to={[148, 70]} />
      <Box at={[154, 14, 92, 30]} look="raised" label={t('why.pic.container')} />
      <Box at={[154, 56, 92, 30]} look="raised" label={t('why.pic.container')} />
    </Frame>
  ),
  layer: (t) => (
    <Frame>
      <Box at={[20, 14, 100, 22]} look="raised" label="shop/api" />
      <Box at={[136, 14, 100, 22]} look="raised" label="shop/web" />
      <Box at={[20, 40, 216, 22]} look="accent" label={t('why.pic.libraries')} />
      <Box at={[20, 66, 216, 22]} label={t('why.pic.shared')} />
    </Frame>
  ),
  container: (t) => (
    <Frame>
      <Box at={[14, 58, 228, 28]} look="accent" label={t('why.pic.imageFixed')} />
      <Box at={[14, 14, 108, 36]} look="raised" label={t('why.pic.container')} edge />
      <Words at={[68, 42]} text={t('why.pic.changes')} quiet />
      <Box at={[134, 14, 108, 36]} look="raised" label={t('why.pic.container')} edge />
      <Words at={[188, 42]} text={t('why.pic.changes')} quiet />
    </Frame>
  ),
  portMapping: (t) => (
    <Frame>
      <Box at={[8, 14, 96, 72]} label={t('why.pic.computer')} edge />
      <Box at={[152, 14, 96, 72]} look="raised" label={t('why.pic.container')} edge />
      <Cable from={[66, 54]} to={[190, 54]} />
      <Jack at={[62, 54]} />
      <Jack at={[194, 54]} />
      <Words at={[56, 77]} text="8080" mono />
      <Words at={[200, 77]} text="80" mono />
    </Frame>
  ),
  volume: (t) => (
    <Frame>
      <Box at={[10, 14, 84, 26]} look="gone" label={t('why.pic.removed')} />
      <Box at={[162, 14, 84, 26]} look="raised" label={t('why.pic.new')} />
      <Drum at={[128, 62]} label={t('why.pic.volume')} />
      <path d="M52 42L88 66" stroke="var(--line-2)" strokeWidth="1.4" strokeDasharray="4 3" />
      <Arrow from={[204, 44]} to={[168, 66]} />
    </Frame>
  ),
  network: (t) => (
    <Frame>
      <Box at={[8, 10, 240, 80]} look="accent" label={t('why.pic.network')} edge />
      <Cable from={[98, 56]} to={[158, 56]} />
      <Box at={[24, 38, 74, 36]} look="raised" label="web" />
      <Box at={[158, 38, 74, 36]} look="raised" label="db" />
      <Words at={[128, 50]} text="db:3306" mono quiet />
    </Frame>
  ),
  dockerfile: (t) => (
    <Frame>
      <Box at={[8, 10, 116, 80]} label="Dockerfile" edge />
      <Words at={[66, 40]} text="FROM node:22" mono quiet />
      <Words at={[66, 58]} text="COPY . /app" mono quiet />
      <Words at={[66, 76]} text="RUN npm ci" mono quiet />
      <Arrow from={[130, 50]} to={[154, 50]} />
      <Box at={[160, 66, 88, 20]} label={t('why.pic.layer', { number: 1 })} />
      <Box at={[160, 42, 88, 20]} look="accent" label={t('why.pic.layer', { number: 2 })} />
      <Box at={[160, 18, 88, 20]} look="raised" label={t('why.pic.layer', { number: 3 })} />
    </Frame>
  ),
  registry: (t) => (
    <Frame>
      <Box at={[76, 8, 104, 30]} look="accent" label={t('why.pic.registry')} />
      <Box at={[8, 64, 100, 28]} label={t('why.pic.computer')} />
      <Box at={[148, 64, 100, 28]} label={t('why.pic.colleague')} />
      <Arrow from={[66, 60]} to={[96, 42]} />
      <Arrow from={[160, 42]} to={[190, 60]} />
      <Words at={[58, 52]} text="push" mono quiet />
      <Words at={[198, 52]} text="pull" mono quiet />
    </Frame>
  ),
  vm: (t) => (
    <Frame>
      <Box at={[6, 10, 116, 80]} label={t('why.pic.vm')} edge />
      <Box at={[16, 30, 96, 24]} look="accent" label="Linux" />
      <Box at={[16, 60, 96, 22]} label={t('why.pic.hardware')} />
      <Box at={[134, 10, 54, 42]} look="raised" label={t('why.pic.app')} />
      <Box at={[196, 10, 54, 42]} look="raised" label={t('why.pic.app')} />
      <Box at={[134, 60, 116, 30]} look="accent" label={t('why.pic.oneLinux')} />
    </Frame>
  ),
  compose: (t) => (
    <Frame>
      <Box at={[8, 26, 90, 48]} label="compose.yaml" />
      <Arrow from={[104, 42]} to={[142, 22]} />
      <Arrow from={[104, 50]} to={[142, 50]} />
      <Arrow from={[104, 58]} to={[142, 78]} />
      <Box at={[150, 8, 98, 24]} look="raised" label="web" />
      <Box at={[150, 38, 98, 24]} look="raised" label="api" />
      <Box at={[150, 68, 98, 24]} look="raised" label={t('why.pic.database')} />
    </Frame>
  ),
  restart: (t) => (
    <Frame>
      <Box at={[10, 36, 82, 26]} look="raised" label={t('why.pic.runs')} />
      <g stroke="var(--bad-text)" strokeWidth="2.2" strokeLinecap="round">
        <path d="M110 43l12 12M122 43l-12 12" />
      </g>
      <Box at={[164, 36, 82, 26]} look="raised" label={t('why.pic.runsAgain')} />
      <path d="M116 34C124 10 176 8 196 26" stroke="var(--p-1)" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M188 25l8 2l1 -8" stroke="var(--p-1)" strokeWidth="1.6" strokeLinecap="round" />
      <Words at={[116, 80]} text={t('why.pic.ends')} quiet />
    </Frame>
  ),
  ...setupPictures,
}
