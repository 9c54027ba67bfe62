"""The tables of this room, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('programme', models.CharField(max_length=120, verbose_name='programme')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('course', models.CharField(blank=True, max_length=160, verbose_name='course')),
            ],
            options={
                'verbose_name': 'cohort',
                'verbose_name_plural': 'cohorts',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='cohort_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(max_length=4000, verbose_name='what it is')),
                ('who_for', models.CharField(max_length=300, verbose_name='who it is for')),
                ('proposed_on', models.DateField(verbose_name='proposed on')),
                ('channel', models.CharField(choices=[('account', 'with an account'), ('form', 'by the open form, without an account'), ('paper', 'on paper'), ('spoken', 'by word of mouth')], default='account', max_length=10, verbose_name='how it came')),
                ('origin', models.CharField(choices=[('idea', "someone's idea"), ('need', 'a need that a co-op or an assembly sees'), ('demand', 'demand of a large buyer')], default='idea', max_length=10, verbose_name='where it comes from')),
                ('seen_by', models.CharField(blank=True, max_length=120, verbose_name='who sees or asks for it')),
                ('yearly_minor', models.BigIntegerField(blank=True, null=True, verbose_name='would buy a year')),
                ('state', models.CharField(choices=[('open', 'open'), ('declined', 'declined'), ('merged', 'merged with another')], default='open', max_length=10, verbose_name='state')),
                ('declined_on', models.DateField(blank=True, null=True, verbose_name='declined on')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='incubator.idea')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='registry.person')),
            ],
            options={
                'verbose_name': 'idea',
                'verbose_name_plural': 'ideas',
                'indexes': [models.Index(fields=['proposed_on'], name='idea_proposed_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('declined_on', None), ('state__in', ['open', 'merged'])), models.Q(('declined_on__isnull', False), ('state', 'declined'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='declined_idea_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='merged_idea_says_into_which'), models.CheckConstraint(condition=models.Q(('yearly_minor', None), ('yearly_minor__gt', 0), _connector='OR'), name='idea_demand_positive')],
            },
        ),
        migrations.CreateModel(
            name='IdeaPriority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resolution', models.CharField(max_length=160, verbose_name='resolution')),
                ('raised_on', models.DateField(verbose_name='since')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='incubator.idea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('idea', 'resolution'), name='idea_raised_once')],
            },
        ),
        migrations.CreateModel(
            name='IdeaSupport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people_count', models.PositiveIntegerField(default=1, verbose_name='how many people')),
                ('channel', models.CharField(choices=[('account', 'with an account'), ('form', 'by the open form, without an account'), ('paper', 'on paper'), ('spoken', 'by word of mouth')], default='account', max_length=10, verbose_name='how it came')),
                ('supported_on', models.DateField(verbose_name='since')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='incubator.idea')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_supports', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('idea', 'person'), name='idea_supported_once'), models.CheckConstraint(condition=models.Q(('people_count__gt', 0), models.Q(('person', None), ('people_count', 1), _connector='OR')), name='idea_support_counts_people')],
            },
        ),
        migrations.CreateModel(
            name='MentorOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('topics', models.JSONField(default=list, verbose_name='can help with')),
                ('languages', models.JSONField(default=list, verbose_name='speaks')),
                ('times', models.JSONField(default=list, verbose_name='has time')),
                ('hours_a_month', models.PositiveSmallIntegerField(verbose_name='hours a month')),
                ('offered_on', models.DateField(verbose_name='offered on')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes teams')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mentor_offer', to='registry.person')),
            ],
            options={
                'verbose_name': 'offer of a mentor',
                'verbose_name_plural': 'offers of mentors',
                'constraints': [models.CheckConstraint(condition=models.Q(('hours_a_month__gt', 0), ('hours_a_month__lte', 200)), name='mentor_offer_has_hours')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='what it is')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('made_on', models.DateField(verbose_name='suggested on')),
                ('state', models.CharField(choices=[('waiting', 'to be looked at'), ('accepted', 'in the bank of ideas'), ('declined', 'not taken up'), ('withdrawn', 'taken back')], default='waiting', max_length=10, verbose_name='state')),
                ('looked_on', models.DateField(blank=True, null=True, verbose_name='looked at on')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('erased_on', models.DateField(blank=True, null=True, verbose_name='erased on')),
                ('idea', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestion', to='incubator.idea')),
            ],
            options={
                'verbose_name': 'suggestion',
                'verbose_name_plural': 'suggestions',
                'indexes': [models.Index(fields=['state', 'made_on'], name='suggestion_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), ('erased_on__isnull', False), _connector='OR'), name='declined_suggestion_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('idea__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('idea', None)), _connector='OR'), name='accepted_suggestion_is_an_idea'), models.CheckConstraint(condition=models.Q(('erased_on', None), models.Q(('email', ''), ('reason', ''), ('text', ''), ('title', '')), _connector='OR'), name='erased_suggestion_has_no_words')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('formed_on', models.DateField(verbose_name='formed on')),
                ('preset', models.CharField(choices=[('start_up', 'A co-op that starts anew'), ('conversion', 'A business that its workers take over')], default='start_up', max_length=20, verbose_name='path')),
                ('state', models.CharField(choices=[('active', 'active'), ('paused', 'paused'), ('merged', 'merged'), ('declined', 'declined')], default='active', max_length=10, verbose_name='state')),
                ('state_on', models.DateField(blank=True, null=True, verbose_name='since')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('stage', models.CharField(blank=True, default='', max_length=60, verbose_name='last gate passed')),
                ('circle', models.CharField(blank=True, default='', max_length=160, verbose_name='study circle')),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='incubator.idea')),
                ('mentor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mentored_teams', to='registry.person')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='incubator.team')),
                ('organisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='team', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'indexes': [models.Index(fields=['formed_on'], name='team_formed_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), ('state_on', None)), models.Q(('state_on__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('state', 'active'), _negated=True)), _connector='OR'), name='team_at_rest_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='merged_team_says_into_which'), models.UniqueConstraint(condition=models.Q(('circle', ''), _negated=True), fields=('circle',), name='team_once_a_circle')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=60, verbose_name='stage')),
                ('scores', models.JSONField(verbose_name='scores')),
                ('has_conflict', models.BooleanField(default=False, verbose_name='conflict of interest')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='in words')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_reviews', to='registry.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='incubator.team')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'constraints': [models.UniqueConstraint(fields=('team', 'stage', 'reviewer'), name='team_review_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('assumptions', models.JSONField(verbose_name='assumptions')),
                ('note', models.CharField(max_length=200, verbose_name='what changed')),
                ('kept_on', models.DateField(verbose_name='kept on')),
                ('kept_by', models.CharField(max_length=160, verbose_name='by')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='incubator.team')),
            ],
            options={
                'verbose_name': 'version of a plan',
                'verbose_name_plural': 'versions of plans',
                'constraints': [models.UniqueConstraint(fields=('team', 'number'), name='plan_version_number_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='plan_version_from_one')],
            },
        ),
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assumptions', models.JSONField(verbose_name='assumptions')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=160, verbose_name='by')),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan_draft', to='incubator.team')),
            ],
            options={
                'verbose_name': 'draft of a plan',
                'verbose_name_plural': 'drafts of plans',
            },
        ),
        migrations.CreateModel(
            name='PlanAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='question')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=160, verbose_name='by')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_answers', to='incubator.team')),
            ],
            options={
                'verbose_name': 'answer of a business plan',
                'verbose_name_plural': 'answers of business plans',
                'constraints': [models.UniqueConstraint(fields=('team', 'code'), name='plan_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='MentorHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('worked_on', models.DateField(verbose_name='on')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                ('funder', models.CharField(blank=True, max_length=80, verbose_name='paid for by')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('note_is_shared', models.BooleanField(default=False, verbose_name='the team reads the note')),
                ('is_struck', models.BooleanField(default=False, verbose_name='struck')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentor_hours', to='registry.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentor_hours', to='incubator.team')),
            ],
            options={
                'verbose_name': 'mentor hours',
                'verbose_name_plural': 'mentor hours',
                'indexes': [models.Index(fields=['worked_on'], name='mentor_hours_worked_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='mentor_hours_in_a_day'), models.CheckConstraint(condition=models.Q(('minutes', django.db.models.expressions.CombinedExpression(models.Value(15), '*', django.db.models.expressions.CombinedExpression(models.F('minutes'), '/', models.Value(15))))), name='mentor_hours_in_quarters')],
            },
            managers=[
                ('named', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HelpWanted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topics', models.JSONField(default=list, verbose_name='help with')),
                ('languages', models.JSONField(default=list, verbose_name='in')),
                ('times', models.JSONField(default=list, verbose_name='when')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='help_wanted', to='incubator.team')),
            ],
            options={
                'verbose_name': 'help a team asks for',
                'verbose_name_plural': 'help teams ask for',
            },
        ),
        migrations.CreateModel(
            name='GatePassed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=60, verbose_name='stage')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('passed_on', models.DateField(verbose_name='passed on')),
                ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                ('passed_by', models.CharField(max_length=160, verbose_name='by')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='incubator.team')),
            ],
            options={
                'verbose_name': 'gate',
                'verbose_name_plural': 'gates',
                'indexes': [models.Index(fields=['passed_on', 'stage'], name='gate_passed_on')],
                'constraints': [models.UniqueConstraint(fields=('team', 'stage'), name='gate_stage_once'), models.UniqueConstraint(fields=('team', 'position'), name='gate_position_once'), models.CheckConstraint(condition=models.Q(('position__gt', 0)), name='gate_position_from_one')],
            },
        ),
        migrations.CreateModel(
            name='CohortPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applied_on', models.DateField(verbose_name='applied on')),
                ('selected_on', models.DateField(blank=True, null=True, verbose_name='selected on')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='incubator.cohort')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohort_places', to='incubator.team')),
            ],
            options={
                'verbose_name': 'place in a cohort',
                'verbose_name_plural': 'places in cohorts',
                'constraints': [models.UniqueConstraint(fields=('cohort', 'team'), name='cohort_place_once')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='registry.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='incubator.team')),
            ],
            options={
                'verbose_name': 'member of a team',
                'verbose_name_plural': 'members of a team',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('team', 'person'), name='team_member_once_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='team_member_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='TeamTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('stage', models.CharField(max_length=60, verbose_name='stage')),
                ('code', models.CharField(max_length=60, verbose_name='task')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='evidence')),
                ('done_on', models.DateField(verbose_name='done on')),
                ('done_by', models.CharField(max_length=160, verbose_name='by')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='incubator.team')),
            ],
            options={
                'verbose_name': 'task of a team',
                'verbose_name_plural': 'tasks of a team',
                'constraints': [models.UniqueConstraint(fields=('team', 'code'), name='team_task_once')],
            },
        ),
    ]
