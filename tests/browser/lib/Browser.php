<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpBrowserTests;

use BookingSite\Tests\Http;
use BookingSite\Tests\NotFulfilled;
use BookingSite\Tests\Program;
use RuntimeException;

use function BookingSite\Tests\await;

/**
 * Headless Chromium, controlled by chromedriver over W3C WebDriver. WebDriver is JSON over HTTP, so no Node and no library are
 * needed, and Debian keeps the two programs in step.
 */
final class Browser
{
    private const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
    private const ARGUMENTS = [
        '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--hide-scrollbars', '--force-color-profile=srgb', '--lang=en',
    ];

    private Program $driver;
    private string $profile;
    private string $session;

    /** @param array<string, mixed> $options further goog:chromeOptions */
    public function __construct(int $width = 900, int $height = 860, array $options = [])
    {
        $this->profile = sys_get_temp_dir() . '/cotp-chromium-' . bin2hex(random_bytes(6));
        mkdir($this->profile, 0700);
        do {
            $this->driver = new Program(['chromedriver', '--port=0'], ['TMPDIR' => $this->profile]);
            $line = $this->driver->awaitOutput('/started successfully on port (\d+)|IPv4 port not available/');
            $port = $line[1] ?? null; // null: it took a port that is free only on ::1, and ends
        } while ($port === null);
        $this->session = "http://127.0.0.1:$port/session";
        $capabilities = [
            'browserName' => 'chrome',
            'goog:chromeOptions' => $options + [
                'binary' => '/usr/bin/chromium',
                'args' => [...self::ARGUMENTS, "--user-data-dir=$this->profile/profile", "--window-size=$width,$height"],
            ],
            'goog:loggingPrefs' => ['browser' => 'ALL'],
        ];
        $response = $this->call('POST', '', ['capabilities' => ['alwaysMatch' => $capabilities]]);
        $this->session .= "/{$response['sessionId']}";
    }

    public function __destruct()
    {
        if (substr_count($this->session, '/') > 3) {
            $this->call('DELETE', '');
        }
        $this->driver->stop();
        (new Program(['rm', '-rf', '--one-file-system', $this->profile]))->awaitEnd();
    }

    public function open(string $url): void
    {
        $this->call('POST', '/url', ['url' => $url]);
    }

    /** @return string the window's handle */
    public function window(): string
    {
        return $this->call('GET', '/window');
    }

    /** Opens another window and switches to it. */
    public function newWindow(): string
    {
        $handle = $this->call('POST', '/window/new', ['type' => 'window'])['handle'];
        $this->switchTo($handle);
        return $handle;
    }

    public function switchTo(string $handle): void
    {
        $this->call('POST', '/window', ['handle' => $handle]);
    }

    public function click(string $selector): void
    {
        $this->call('POST', '/element/' . $this->element($selector) . '/click', []);
    }

    public function doubleClick(string $selector): void
    {
        $button = ['type' => 'pointerDown', 'button' => 0];
        $release = ['type' => 'pointerUp', 'button' => 0];
        $move = ['type' => 'pointerMove', 'duration' => 0, 'x' => 0, 'y' => 0, 'origin' => [self::ELEMENT => $this->element($selector)]];
        $mouse = ['type' => 'pointer', 'id' => 'mouse', 'parameters' => ['pointerType' => 'mouse'], 'actions' => [$move, $button, $release, $button, $release]];
        $this->call('POST', '/actions', ['actions' => [$mouse]]);
    }

    /** Clears a field and types into it as a person would. */
    public function type(string $selector, string $text): void
    {
        $element = $this->element($selector);
        $this->call('POST', "/element/$element/clear", []);
        $this->call('POST', "/element/$element/value", ['text' => $text]);
    }

    /** Returns the visible text. */
    public function text(string $selector = 'body'): string
    {
        return $this->run('return document.querySelector(arguments[0])?.innerText ?? ""', $selector);
    }

    /** Waits until the text is visible, without reloading. */
    public function awaitText(string $text, string $selector = 'body'): void
    {
        try {
            await(fn (): bool => str_contains($this->text($selector), $text), "\"$text\" is shown");
        } catch (NotFulfilled $failure) {
            throw new CheckFailed($failure->getMessage() . ", but:\n" . $this->text());
        }
    }

    public function run(string $script, mixed ...$arguments): mixed
    {
        return $this->call('POST', '/execute/sync', ['script' => $script, 'args' => $arguments]);
    }

    public function screenshot(string $file): void
    {
        file_put_contents($file, base64_decode($this->call('GET', '/screenshot')));
    }

    /** @return list<string> what the pages complained about: scripts that failed, what the security policy forbade */
    public function complaints(): array
    {
        return array_column($this->call('POST', '/se/log', ['type' => 'browser']), 'message');
    }

    private function element(string $selector): string
    {
        return await(function () use ($selector): ?string {
            $reply = Http::post("$this->session/element", json_encode(['using' => 'css selector', 'value' => $selector]));
            return $reply->json()['value'][self::ELEMENT] ?? null;
        }, "$selector is there");
    }

    /** @param array<string, mixed> $body */
    private function call(string $method, string $path, array $body = []): mixed
    {
        $reply = match ($method) {
            'GET' => Http::get($this->session . $path),
            'POST' => Http::post($this->session . $path, json_encode($body ?: (object) [])),
            'DELETE' => Http::delete($this->session . $path),
        };
        $value = $reply->json()['value'] ?? null;
        return $reply->status === 200 ? $value : throw new RuntimeException("$method $path: {$value['error']}: {$value['message']}");
    }
}
