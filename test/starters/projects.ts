// Small projects as people have them, one or more of each kind, which need nothing of the internet.
import type { StarterKind } from '../../preload/model'

export interface SmallProject {
  readonly kind: StarterKind
  /** The images that its starter begins with. */
  readonly from: readonly string[]
  readonly port: number
  readonly files: Readonly<Record<string, string>>
  /** What its page says. */
  readonly says: string
  /** Another address that answers so, too. */
  readonly also?: string
}

const pythonServer = (words: string, port: number): string =>
  [
    'from http.server import BaseHTTPRequestHandler, HTTPServer',
    'class Page(BaseHTTPRequestHandler):',
    '    def do_GET(self):',
    '        self.send_response(200)',
    '        self.end_headers()',
    `        self.wfile.write(${words}.encode())`,
    `HTTPServer(('', ${port}), Page).serve_forever()`,
    '',
  ].join('\n')

const javaServer = (name: string, says: string): string =>
  `
package shop;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class ${name} {
  public static void main(String[] given) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", exchange -> {
      byte[] page = ("${says}").getBytes("UTF-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    });
    server.start();
  }
}
`

const pom = (more: string): string =>
  `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>shop</groupId><artifactId>shop</artifactId><version>1.0</version>
  ${more}
</project>
`
/** In the versions that Debian has; the jar is one that starts by itself. */
const mavenBuild = `<build><plugins>
  ${[
    ['resources', '3.3.1'],
    ['compiler', '3.13.0'],
    ['surefire', '2.22.3'],
  ]
    .map(
      ([name, version]) =>
        `<plugin><artifactId>maven-${name}-plugin</artifactId><version>${version}</version></plugin>`,
    )
    .join('\n  ')}
  <plugin><artifactId>maven-jar-plugin</artifactId><version>3.3.0</version><configuration><archive>
    <manifest><mainClass>shop.Main</mainClass></manifest>
  </archive></configuration></plugin>
</plugins></build>`
const mavenProperties =
  '<properties><maven.compiler.release>21</maven.compiler.release><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>'

const java = ['eclipse-temurin:21-jre'] as const
const maven = ['maven:3-eclipse-temurin-21', ...java]
const gradle = ['gradle:8-jdk21', ...java]
const go = ['golang:1', 'alpine:3']

const goServer = (says: string): string =>
  `package main

import (
	"fmt"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, ${says}) })
	http.ListenAndServe(":9090", nil)
}
`

export const smallProjects: Readonly<Record<string, SmallProject>> = {
  'Python with a wheel beside it': {
    kind: 'python',
    from: ['python:3.13-slim'],
    port: 5050,
    // The wheel itself is made by the test.
    files: {
      'requirements.txt': './wheels/greeting-1.0-py3-none-any.whl\n',
      'main.py': `import greeting\n${pythonServer('greeting.words', 5050)}`,
    },
    says: 'hello from a wheel',
  },
  'Python by its description': {
    kind: 'python',
    from: ['python:3.13-slim'],
    port: 8000,
    files: {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask>=2"]\n',
      'app.py':
        'from flask import Flask\nshop = Flask(__name__)\n@shop.get("/")\ndef page():\n    return "hello from Flask"\n',
      'templates/other.html': '',
    },
    says: 'hello from Flask',
  },
  'Python with FastAPI': {
    kind: 'python',
    from: ['python:3.13-slim'],
    port: 8000,
    files: {
      'requirements.txt': 'fastapi\nuvicorn\n',
      'app/__init__.py': '',
      'app/main.py':
        'from fastapi import FastAPI\napi = FastAPI()\n@api.get("/")\ndef page():\n    return "hello from FastAPI"\n',
    },
    says: '"hello from FastAPI"',
  },
  Maven: {
    kind: 'java-maven',
    from: maven,
    port: 8080,
    files: {
      'pom.xml': pom(`${mavenProperties}${mavenBuild}`),
      'src/main/java/shop/Main.java': javaServer('Main', 'hello from Maven'),
    },
    says: 'hello from Maven',
  },
  'Maven with modules': {
    kind: 'java-maven',
    from: maven,
    port: 8080,
    files: {
      'pom.xml': pom(
        `<packaging>pom</packaging><modules><module>words</module><module>web</module></modules>${mavenProperties}${mavenBuild.replace(/<plugin><artifactId>maven-jar[^]*?<\/archive><\/configuration><\/plugin>/, '<plugin><artifactId>maven-jar-plugin</artifactId><version>3.3.0</version></plugin>')}`,
      ),
      'words/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1.0</version></parent><artifactId>words</artifactId></project>',
      'words/src/main/java/words/Words.java':
        'package words; public class Words { public static final String HELLO = "hello from a module"; }',
      'web/pom.xml': `<project><modelVersion>4.0.0</modelVersion><parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1.0</version></parent><artifactId>web</artifactId>
        <dependencies><dependency><groupId>shop</groupId><artifactId>words</artifactId><version>1.0</version></dependency></dependencies>
        <build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>shop.Main</mainClass></manifest></archive></configuration></plugin></plugins></build></project>`,
      // A constant of another module is part of the class that uses it.
      'web/src/main/java/shop/Main.java': javaServer('Main', '" + words.Words.HELLO + "'),
    },
    says: 'hello from a module',
  },
  Gradle: {
    kind: 'java-gradle',
    from: gradle,
    port: 8080,
    files: {
      'build.gradle': "apply plugin: 'java'\njar { manifest { attributes 'Main-Class': 'shop.Main' } }\n",
      'settings.gradle': "rootProject.name = 'shop'\n",
      'src/main/java/shop/Main.java': javaServer('Main', 'hello from Gradle'),
    },
    says: 'hello from Gradle',
  },
  'Gradle with a module that is an application': {
    kind: 'java-gradle',
    from: gradle,
    port: 8080,
    files: {
      'settings.gradle': "rootProject.name = 'shop'\ninclude 'words', 'web'\n",
      'words/build.gradle': "apply plugin: 'java'\n",
      'words/src/main/java/words/Words.java':
        'package words; public class Words { public static String hello() { return "hello from an application"; } }',
      'web/build.gradle':
        "apply plugin: 'application'\nmainClassName = 'shop.Main'\ndependencies { compile project(':words') }\n",
      'web/src/main/java/shop/Main.java': javaServer('Main', '" + words.Words.hello() + "'),
    },
    says: 'hello from an application',
  },
  Go: {
    kind: 'go',
    from: go,
    port: 9090,
    files: { 'go.mod': 'module shop\n\ngo 1.21\n', 'main.go': goServer('"hello from Go"') },
    says: 'hello from Go',
  },
  'Go below cmd': {
    kind: 'go',
    from: go,
    port: 9090,
    files: {
      'go.mod': 'module shop\n\ngo 1.21\n',
      'words/words.go': 'package words\n\nconst Hello = "hello from cmd"\n',
      'cmd/shop/main.go': goServer('words.Hello').replace('"net/http"', '"net/http"\n\n\t"shop/words"'),
    },
    says: 'hello from cmd',
  },
  'pages alone': {
    kind: 'static',
    from: ['nginx:stable'],
    port: 80,
    files: { 'index.html': '<h1>hello from pages</h1>' },
    says: '<h1>hello from pages</h1>',
  },
}
