<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpBrowserTests;

use BookingSite\Tests\Lab;
use BookingSite\Tests\Program;
use BookingSite\Tests\Site;
use Closure;

/** A site with its worker, an agent and a guest, each with a window. */
final class Scene
{
    public Site $site;
    public Browser $browser;
    private Program $worker;
    private string $agent = '';
    private string $guest = '';

    public function __construct(private Lab $lab, private ?string $imageFolder)
    {
    }

    /** Plays one test on an empty site. */
    public function play(Closure $test): void
    {
        $this->site = $this->lab->site();
        $this->site->php('setup.php', '--demo');
        $this->worker = $this->site->program('worker.php');
        $this->browser = new Browser();
        $this->begin();
        try {
            $test($this);
            same([], $this->complaints(), 'complaints of the browser');
        } finally {
            unset($this->browser, $this->worker, $this->site);
        }
    }

    /** Switches both persons to phones. */
    public function takePhones(): void
    {
        unset($this->browser);
        $this->browser = new Browser(390, 844, ['mobileEmulation' => ['deviceMetrics' => ['width' => 390, 'height' => 844, 'pixelRatio' => 1.0]]]);
        $this->begin();
    }

    public function asAgent(): Browser
    {
        $this->browser->switchTo($this->agent);
        return $this->browser;
    }

    public function asGuest(): Browser
    {
        $this->browser->switchTo($this->guest);
        return $this->browser;
    }

    /** The agent books for a new guest. */
    public function book(string $guest, string $amount = '120.00'): Browser
    {
        $browser = $this->asAgent();
        $browser->open("{$this->site->url}/");
        $browser->click('summary');
        foreach (['guest' => $guest, 'email' => 'guest@example.com', 'phone' => '+44 1632 960077', 'amount' => $amount] as $name => $value) {
            $browser->type("[name=$name]", $value);
        }
        $browser->click('form[action="/bookings"] button');
        $browser->awaitText('Booked. You can now ask the guest for the card.');
        return $browser;
    }

    public function ask(string $channel = 'email'): Browser
    {
        $browser = $this->asAgent();
        $browser->click("[name=channel][value=$channel]");
        $browser->click('form[action$="/ask"] button');
        $browser->awaitText('Cancel the link');
        return $browser;
    }

    /** The guest opens the newest message's link in the sandbox's outbox. */
    public function openLink(): Browser
    {
        $browser = $this->asGuest();
        $browser->open("{$this->lab->sandbox->url}/outbox");
        $browser->click('article a');
        return $browser;
    }

    public function fill(string $number = '4111 1111 1111 1111'): Browser
    {
        $browser = $this->asGuest();
        $browser->type('[name=card_number]', $number);
        $browser->type('[name=expiry]', '12/39');
        $browser->type('[name=security_code]', '123');
        $browser->click('button');
        return $browser;
    }

    public function picture(string $name): void
    {
        if ($this->imageFolder !== null) {
            $this->browser->screenshot("$this->imageFolder/$name.png");
        }
    }

    /** @return list<string> what is wrong with how the page fits the window */
    public function misfits(): array
    {
        return $this->browser->run(<<<'JS'
            const misfits = [];
            if (document.documentElement.scrollWidth > innerWidth) {
                misfits.push(`the page is ${document.documentElement.scrollWidth} wide`);
            }
            for (const element of document.querySelectorAll('button, input:not([type=hidden]):not([type=radio]), select, .bookings a')) {
                const box = element.getBoundingClientRect();
                if (box.width > 0 && (box.height < 40 || box.right > innerWidth)) {
                    misfits.push(`${element.tagName} ${element.name ?? ''}: ${box.height} high, ends at ${box.right}`);
                }
            }
            return misfits;
            JS);
    }

    private function begin(): void
    {
        $this->agent = $this->browser->window();
        $this->guest = $this->browser->newWindow();
    }

    /** @return list<string> all but the responses that a guest must get: 410 for a closed link, 422 for a wrong number */
    private function complaints(): array
    {
        return array_values(array_filter(
            $this->browser->complaints(),
            static fn (string $complaint): bool => !preg_match('~/form/.* status of 4(10|22) ~', $complaint) && !str_contains($complaint, '/favicon.ico'),
        ));
    }
}
