<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\ServiceTestCase;

final class RetentionCommandsTest extends ServiceTestCase
{
    public function testPolicyIsSetShownAndDeleted(): void
    {
        $id = $this->requestWithCard();
        $set = $this->cotp("retention set $id --until +7_days --delete-card --destination HostName_pms.example_2 --destination Owner --json");
        self::assertSame(0, $set->code, $set->output());
        self::assertOutput('retention:set', $set->result());
        $shown = self::assertOutput('retention:get', $this->cotp("retention get $id --json")->result());
        self::assertTrue($shown['deleteCard']);
        self::assertSame([['type' => 'HostName', 'data' => 'pms.example', 'quota' => 2, 'usage' => 0], ['type' => 'Owner', 'data' => '', 'quota' => 1, 'usage' => 0]], $shown['destinations']);
        self::assertStringContainsString('HostName pms.example: 2 times, used 0 times', $this->cotp("retention get $id")->result());
        $deleted = $this->cotp("retention delete $id --type HostName --data pms.example --json");
        self::assertSame(0, $deleted->code, $deleted->output());
        self::assertOutput('retention:delete', $deleted->result());
        $destinations = $this->client()->getRetention((string) $this->client()->retrieve($id)->cardUri)->destinations;
        self::assertSame(['Owner'], array_column($destinations, 'type'));
    }

    public function testRequestWithoutACardIsOneSentence(): void
    {
        $id = $this->request();
        $command = $this->cotp("retention get $id");
        self::assertSame(1, $command->code);
        self::assertSame("cotp: No card is stored for this request yet. See its status: cotp show $id\n", $command->errors());
    }

    public function testInvalidPolicyIsOneSentence(): void
    {
        $id = $this->requestWithCard();
        foreach (['--until nonsense' => '--until must be a time', '--until=-1_day' => 'must be in the future', '' => 'Give the end', '--until +1_day --destination A_B_C' => '--destination must be'] as $options => $sentence) {
            $command = $this->cotp(trim("retention set $id $options"));
            self::assertSame(1, $command->code, $command->output());
            self::assertMatchesRegularExpression('/^cotp: [^\n]*' . preg_quote($sentence, '/') . '[^\n]*\n$/D', $command->errors());
        }
        self::assertStringContainsString('must be null', $this->cotp("retention delete $id --data x")->errors());
    }

    public function testTokenIsNotWritten(): void
    {
        $id = $this->requestWithCard();
        $token = basename((string) $this->client()->retrieve($id)->cardUri);
        $output = '';
        foreach (["retention set $id --until +7_days", "retention get $id", "retention get $id --json", "retention delete $id"] as $line) {
            $output .= $this->cotp($line)->output();
        }
        self::assertStringNotContainsString($token, $output);
    }
}
