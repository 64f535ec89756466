// Starters of web pages without a program, and the part of those that a build makes.
import { listens, opening, say, type StarterLine } from './lines'
import type { Project } from './project'

/**
 * An image that hands out a folder.
 * @param source what COPY is told
 * @param isApplication a page that shows addresses of its own, such as /cart, which no file has
 */
export const pagesServed = (source: string, isApplication = false): readonly StarterLine[] => [
  say(
    'The image to begin with: the web server nginx, which hands out the files of one folder.',
    '시작할 이미지예요. 한 폴더의 파일을 보여 주는 웹 서버 nginx예요.',
  ),
  'FROM nginx:stable',
  ...(isApplication
    ? [
        say(
          'Addresses that no file has, such as /cart, are the page’s own: it gets them.',
          '/cart처럼 파일이 없는 주소는 페이지가 직접 처리하므로 index.html을 보내요.',
        ),
        `RUN echo 'server { listen 80; root /usr/share/nginx/html; location / { try_files $uri $uri/ /index.html; } }' > /etc/nginx/conf.d/default.conf`,
      ]
    : []),
  `COPY ${source} /usr/share/nginx/html`,
  ...listens(80, 'curl -fsS http://127.0.0.1/ -o /dev/null'),
]

export const staticStarter = async ({ names }: Project): Promise<readonly StarterLine[]> => [
  ...opening,
  ...pagesServed(names.has('index.html') || !names.has('public') ? '.' : 'public'),
]
