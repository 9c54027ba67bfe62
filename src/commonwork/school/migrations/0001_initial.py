"""The tables of this room, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table."""

import django.db.models.deletion
import secrets
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('gatherings', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='number')),
                ('public_bytes', models.BinaryField(verbose_name='public half')),
                ('sealed_bytes', models.BinaryField(verbose_name='private half, encrypted')),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
        ),
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('question', models.TextField(blank=True, verbose_name='question')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('outcome', models.CharField(blank=True, choices=[('team', 'a team formed'), ('course', 'they go on in a course'), ('ended', 'it ended')], max_length=6, verbose_name='outcome')),
                ('team_key', models.SlugField(blank=True, max_length=60, verbose_name='team')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circles', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'study circle',
                'verbose_name_plural': 'study circles',
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programmes_funded', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('has_waiting_list', models.BooleanField(default=False, verbose_name='keeps a waiting list')),
                ('is_selected', models.BooleanField(default=False, verbose_name='the trainer chooses who takes part')),
                ('badge_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months the badge holds')),
                ('sessions_needed', models.PositiveSmallIntegerField(verbose_name='sessions needed to complete')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='completed on')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='registry.competence')),
                ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='school.course')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='registry.organisation')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses_taught', to='registry.person')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='school.programme')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'constraints': [models.CheckConstraint(condition=models.Q(('sessions_needed__gt', 0)), name='course_needs_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('state', models.CharField(choices=[('enrolled', 'learning'), ('completed', 'completed'), ('left', 'left'), ('asked', 'asked to take part'), ('waiting', 'on the waiting list'), ('declined', 'not chosen this time')], default='enrolled', max_length=10, verbose_name='state')),
                ('enrolled_on', models.DateField(verbose_name='enrolled on')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='school.course')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='registry.person')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'indexes': [models.Index(fields=['person', 'state'], name='enrolment_person')],
                'constraints': [models.UniqueConstraint(fields=('course', 'person'), name='enrolled_once')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('link', models.URLField(blank=True, verbose_name='link')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('picture', models.BinaryField(blank=True, null=True, verbose_name='picture')),
                ('picture_words', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows')),
                ('recording', models.BinaryField(blank=True, null=True, verbose_name='recording')),
                ('paper', models.BinaryField(blank=True, null=True, verbose_name='file to print')),
                ('recording_type', models.CharField(blank=True, max_length=20, verbose_name='type of the recording')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='school.course')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'materials',
                'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='material_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Prerequisite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_by_courses', to='registry.competence')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prerequisites', to='school.course')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'competence'), name='prerequisite_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('link', models.URLField(blank=True, verbose_name='link')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='school.circle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circle', 'number'), name='reading_number_once')],
            },
        ),
        migrations.CreateModel(
            name='CircleMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.TextField(blank=True, verbose_name='minutes')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='school.circle')),
                ('facilitator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circles_facilitated', to='registry.person')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='circle_meeting', to='gatherings.gathering')),
                ('reading', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='school.reading')),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='school.course')),
                ('facilitator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions_facilitated', to='registry.person')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='school_session', to='gatherings.gathering')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='session_number_once')],
            },
        ),
        migrations.CreateModel(
            name='MakeUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                ('made_on', models.DateField(verbose_name='made up on')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='make_ups', to='school.enrolment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='make_ups', to='school.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'session'), name='made_up_once'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='make_up_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('words', models.TextField(blank=True, verbose_name='what to do')),
                ('is_required', models.BooleanField(default=True, verbose_name='needed for the badge')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='school.course')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('text', models.TextField(blank=True, verbose_name='work')),
                ('outcome', models.CharField(choices=[('open', 'not looked at yet'), ('done', 'done'), ('again', 'once more, please')], default='open', max_length=5, verbose_name='outcome')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='remark')),
                ('handed_at', models.DateTimeField(verbose_name='handed in')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='school.enrolment')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='school.task')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('task', 'enrolment'), name='work_once')],
            },
        ),
        migrations.CreateModel(
            name='CircleMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField(verbose_name='joined on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='school.circle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circles', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circle', 'person'), name='in_the_circle_once')],
            },
        ),
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('check_code', models.CharField(max_length=12, unique=True, verbose_name='check code')),
                ('trainer_key', models.SlugField(max_length=60, verbose_name='trainer')),
                ('led_by', models.JSONField(blank=True, default=dict, verbose_name='who led which session')),
                ('awarded_on', models.DateField(verbose_name='awarded on')),
                ('sessions_count', models.PositiveSmallIntegerField(verbose_name='sessions attended')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='holds until')),
                ('holder_id', models.UUIDField(default=uuid.uuid4, verbose_name='stands for the holder')),
                ('salt', models.CharField(default=secrets.token_hex, max_length=64, verbose_name='salt')),
                ('attended_minutes', models.PositiveIntegerField(verbose_name='minutes attended')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
                ('revoked_reason', models.CharField(blank=True, choices=[('mistake', 'it was awarded by mistake'), ('roll-corrected', 'the roll was corrected and sessions are missing'), ('asked', 'the person asked for it')], max_length=20, verbose_name='why it was revoked')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to='registry.competence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to='registry.person')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to='school.course')),
            ],
            options={
                'verbose_name': 'badge',
                'verbose_name_plural': 'badges',
                'indexes': [models.Index(fields=['awarded_on'], name='badge_awarded')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_on', None)), fields=('course', 'person'), name='badge_once'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_on', None), ('revoked_reason', '')), models.Q(('revoked_on__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='badge_revoked_with_reason')],
            },
        ),
    ]
